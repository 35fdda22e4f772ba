namespace Standfast.Simulation.Scheduling;

/// <summary>A timer in virtual time. Like the system's it counts whole milliseconds, and cuts off the rest.</summary>
internal sealed class VirtualTimer : ITimer
{
    private readonly SimulatedProcess _process;
    private readonly TimerCallback _callback;
    private readonly object? _state;
    private TimeSpan _period;
    private long _version;
    private bool _isArmed;

    public VirtualTimer(SimulatedProcess process, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        (_process, _callback, _state) = (process, callback, state);
        Change(dueTime, period);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _version++;
        _period = period;
        _isArmed = dueTime != Timeout.InfiniteTimeSpan;
        if (_isArmed) _process.Scheduler.Schedule(this, _version, Whole(dueTime));
        return true;
    }

    public void Dispose()
    {
        _version++;
        _isArmed = false;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public bool IsLive(long version) => _isArmed && version == _version && !_process.IsDead;

    public void Fire()
    {
        if (_period > TimeSpan.Zero) _process.Scheduler.Schedule(this, _version, Whole(_period));
        else _isArmed = false;
        _process.Post(static state => ((VirtualTimer)state!).Call(), this);
    }

    private void Call() => _callback(_state);

    private static TimeSpan Whole(TimeSpan time) => TimeSpan.FromMilliseconds((long)time.TotalMilliseconds);
}
