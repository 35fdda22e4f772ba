using Standfast.Storage.Files;

namespace Standfast.Storage.Spool;

/// <summary>A thread that does nothing else: a slow disk delays nobody who does not wait for it.</summary>
internal sealed class ThreadPump : ILogPump
{
    /// <summary>Work items of the thread pool from which on the processors have something to do while this thread sleeps; ours.</summary>
    private const int LeastPending = 16;

    // It spins shortly before it sleeps: under load the next record is there by then. A monitor, which does not, relayed 5 % less in 50 sessions.
    private readonly SemaphoreSlim _woken = new(0, 1);
    private readonly Thread _thread;
    private bool _isDisposed;

    /// <param name="run">False when it was the last run.</param>
    /// <param name="gathering">So long it sleeps before a run while the thread pool has other work, so that more comes together; zero for never.</param>
    public ThreadPump(Func<bool> run, string name, TimeSpan gathering = default)
    {
        _thread = new Thread(() =>
        {
            do
            {
                _woken.Wait();
                if (gathering > TimeSpan.Zero && ThreadPool.PendingWorkItemCount >= LeastPending) PosixCalls.Sleep(gathering);
            }
            while (run());
        })
        { Name = name, IsBackground = true };
        _thread.Start();
    }

    public void Wake() => _woken.Release();

    public ValueTask DisposeAsync()
    {
        if (_isDisposed) return ValueTask.CompletedTask;
        _isDisposed = true;
        _thread.Join();
        _woken.Dispose();
        return ValueTask.CompletedTask;
    }
}
