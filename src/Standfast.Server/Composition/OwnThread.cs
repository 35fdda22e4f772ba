using System.Collections.Concurrent;

namespace Standfast.Server.Composition;

/// <summary>
/// A thread for work that keeps a processor or a disk for long: on one of the pool, which has as many as there are processors, mail would stand still meanwhile
/// (docs/performance.md). What asynchronous work awaits comes back to it. Disposed of when that work is over.
/// </summary>
internal sealed class OwnThread : TaskScheduler, IDisposable
{
    private readonly BlockingCollection<Task> _tasks = [];
    private readonly Lazy<Thread> _thread;

    public OwnThread(string name) => _thread = new Lazy<Thread>(() =>
    {
        var thread = new Thread(Run) { Name = name, IsBackground = true };
        thread.Start();
        return thread;
    });

    public override int MaximumConcurrencyLevel => 1;

    public void Dispose()
    {
        _tasks.CompleteAdding();
        if (_thread.IsValueCreated) _thread.Value.Join();
        _tasks.Dispose();
    }

    protected override void QueueTask(Task task)
    {
        _tasks.Add(task);
        _ = _thread.Value;
    }

    /// <summary>Never: whoever waits for a task must not do its work on another thread.</summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [.. _tasks];

    private void Run()
    {
        foreach (var task in _tasks.GetConsumingEnumerable()) TryExecuteTask(task);
    }
}
