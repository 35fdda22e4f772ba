namespace Standfast.Delivery.Shaping;

/// <summary>Time that no jump of the wall clock moves: pauses and rates are counted by it. May be used concurrently.</summary>
internal sealed class MonotonicClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>For timers.</summary>
    public TimeProvider Time => time;

    /// <summary>Since this clock was made.</summary>
    public TimeSpan Now => time.GetElapsedTime(_start);

    public DateTimeOffset ToWall(TimeSpan instant) => time.GetUtcNow() + (instant - Now);

    /// <summary>What is farther away than that is cut: a wall clock that jumped back must not stop mail for years.</summary>
    public TimeSpan FromWall(DateTimeOffset instant, TimeSpan farthest)
    {
        var ahead = instant - time.GetUtcNow();
        return Now + (ahead < farthest ? ahead : farthest);
    }
}
