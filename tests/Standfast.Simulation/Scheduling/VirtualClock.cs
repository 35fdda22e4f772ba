namespace Standfast.Simulation.Scheduling;

/// <summary>The clock of one process: intervals from the scheduler's time, dates from its wall clock.</summary>
public sealed class VirtualClock(SimulatedProcess process) : TimeProvider
{
    public override DateTimeOffset GetUtcNow()
    {
        process.Scheduler.CheckThread();
        return process.Scheduler.WallNow;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => process.Scheduler.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new VirtualTimer(process, callback, state, dueTime, period);
}
