using Standfast.Storage.Spool;

namespace Standfast.Tests.Storage.Crash;

/// <summary>Works only when it is told to, on the caller's thread: what was asked for meanwhile is written together.</summary>
internal sealed class StepPump(Func<bool> run) : ILogPump
{
    private readonly Lock _lock = new();
    private bool _isWoken;
    private bool _hasEnded;

    public void Wake()
    {
        lock (_lock) _isWoken = true;
    }

    public void RunAll()
    {
        while (!_hasEnded)
        {
            lock (_lock)
            {
                if (!_isWoken) return;
                _isWoken = false;
            }

            _hasEnded = !run();
        }
    }

    public ValueTask DisposeAsync()
    {
        RunAll();
        return ValueTask.CompletedTask;
    }
}
