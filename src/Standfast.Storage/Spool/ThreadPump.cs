namespace Standfast.Storage.Spool;

/// <summary>A thread that does nothing else: a slow disk delays nobody who does not wait for it.</summary>
internal sealed class ThreadPump : ILogPump
{
    // A monitor and not a semaphore: that would spin before it sleeps, on a core that a client or a sink has use for.
    private readonly object _gate = new();
    private bool _isWoken;
    private readonly Thread _thread;
    private bool _isDisposed;

    /// <param name="run">False when it was the last run.</param>
    public ThreadPump(Func<bool> run, string name)
    {
        _thread = new Thread(() =>
        {
            do WaitForWake();
            while (run());
        })
        { Name = name, IsBackground = true };
        _thread.Start();
    }

    public void Wake()
    {
        lock (_gate)
        {
            _isWoken = true;
            Monitor.Pulse(_gate);
        }
    }

    public ValueTask DisposeAsync()
    {
        if (_isDisposed) return ValueTask.CompletedTask;
        _isDisposed = true;
        _thread.Join();
        return ValueTask.CompletedTask;
    }

    private void WaitForWake()
    {
        lock (_gate)
        {
            while (!_isWoken) Monitor.Wait(_gate);
            _isWoken = false;
        }
    }
}
