using Standfast.Storage.Spool;

namespace Standfast.Tests.Storage;

/// <summary>Lets records gather while it is held, so that they are written as one group.</summary>
internal sealed class HeldPump(Func<bool> run) : ILogPump
{
    private readonly Lock _lock = new();
    private readonly ThreadPump _pump = new(run, "held");
    private bool _isHeld;
    private bool _isWoken;

    public void Wake()
    {
        lock (_lock)
        {
            _isWoken = true;
            if (!_isHeld) PassOnLocked();
        }
    }

    public void Hold()
    {
        lock (_lock) _isHeld = true;
    }

    public void LetGo()
    {
        lock (_lock)
        {
            _isHeld = false;
            PassOnLocked();
        }
    }

    public ValueTask DisposeAsync() => _pump.DisposeAsync();

    private void PassOnLocked()
    {
        if (_isWoken) _pump.Wake();
        _isWoken = false;
    }
}
