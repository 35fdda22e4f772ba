namespace Standfast.Delivery.Sites;

/// <summary>Calls once at the earliest of the times it is set to. May be called concurrently.</summary>
internal sealed class Alarm : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly Action _ring;
    private readonly ITimer _timer;
    private long? _setAt;
    private TimeSpan _wait;

    public Alarm(TimeProvider time, Action ring)
    {
        _time = time;
        _ring = ring;
        _timer = time.CreateTimer(static self => ((Alarm)self!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void SetWithin(TimeSpan wait)
    {
        if (wait < TimeSpan.FromMilliseconds(1)) wait = TimeSpan.FromMilliseconds(1);
        lock (_lock)
        {
            if (_setAt is { } set && _wait - _time.GetElapsedTime(set) <= wait) return;
            (_setAt, _wait) = (_time.GetTimestamp(), wait);
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Ring()
    {
        lock (_lock) _setAt = null;
        _ring();
    }
}
