using Standfast.Server.Machine;

namespace Standfast.Server.Composition;

/// <summary>
/// A thread for work that keeps a processor or a disk for long: on one of the pool, which has as many as there are processors, mail would stand still meanwhile
/// (docs/performance.md). It stands back behind all others, so nothing may wait for it that mail waits for. What asynchronous work awaits comes back to it.
/// Disposed of when that work is over; what comes later goes to the pool.
/// </summary>
internal sealed class OwnThread(string name) : TaskScheduler, IDisposable
{
    private readonly object _lock = new();
    private readonly Queue<Task> _tasks = [];
    private Thread? _thread;
    private bool _isOver;

    public override int MaximumConcurrencyLevel => 1;

    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
            Monitor.Pulse(_lock);
        }

        _thread?.Join();
    }

    protected override void QueueTask(Task task)
    {
        lock (_lock)
        {
            if (!_isOver)
            {
                _tasks.Enqueue(task);
                Monitor.Pulse(_lock);
                if (_thread is not null) return;
                _thread = new Thread(Run) { Name = name, IsBackground = true };
                _thread.Start();
                return;
            }
        }

        ThreadPool.QueueUserWorkItem(_ => TryExecuteTask(task));
    }

    /// <summary>Never: whoever waits for a task must not do its work on another thread.</summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_lock) return [.. _tasks];
    }

    private void Run()
    {
        ThreadRank.StandBack();
        while (true)
        {
            Task? task;
            lock (_lock)
            {
                while (!_tasks.TryDequeue(out task))
                {
                    if (_isOver) return;
                    Monitor.Wait(_lock);
                }
            }

            TryExecuteTask(task);
        }
    }
}
