using Standfast.Simulation.Scheduling;

namespace Standfast.Simulation.Internet.Servers;

/// <summary>Virtual time for parts that have threads of their own: those may read it, and their timers never fire.</summary>
internal sealed class ProtectionClock(SimulatedProcess process) : TimeProvider
{
    private readonly int _thread = Environment.CurrentManagedThreadId;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => process.Scheduler.WallNow;

    public override long GetTimestamp() => process.Scheduler.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        Environment.CurrentManagedThreadId == _thread ? new VirtualTimer(process, callback, state, dueTime, period) : new NoTimer();

    private sealed class NoTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
