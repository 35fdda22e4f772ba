namespace Standfast.Policy.Limits;

/// <summary>
/// The ledger's time: the monotonic clock within a process, the machine's between two, the wall clock only over a restart of the machine;
/// it never goes back. May be used concurrently.
/// </summary>
internal sealed class LimitClock
{
    /// <summary>The most that a machine is believed to have been off: a wrong clock at its start must not make what is new old. Ours.</summary>
    private static readonly TimeSpan s_mostOff = TimeSpan.FromDays(7);

    private readonly TimeProvider _time;
    private readonly TimeSpan _start;
    private readonly long _stamp;

    /// <param name="kept">When the ledger was last written; null for a new one.</param>
    /// <param name="now">The machine's clocks.</param>
    public LimitClock(LimitTime? kept, LimitTime now, TimeProvider time)
    {
        (_time, _stamp) = (time, time.GetTimestamp());
        _start = kept is { } then ? then.Elapsed + PassedSince(then, now) : TimeSpan.Zero;
    }

    public TimeSpan Now => _start + _time.GetElapsedTime(_stamp);

    private static TimeSpan PassedSince(LimitTime then, LimitTime now)
    {
        if (then.Boot is not null && then.Boot == now.Boot && now.Uptime >= then.Uptime) return now.Uptime - then.Uptime;
        var off = now.Wall - then.Wall;
        return off < TimeSpan.Zero ? TimeSpan.Zero : off < s_mostOff ? off : s_mostOff;
    }
}
