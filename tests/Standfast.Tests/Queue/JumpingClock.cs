using Microsoft.Extensions.Time.Testing;

namespace Standfast.Tests.Queue;

/// <summary>A clock whose wall time can be set without any time passing; timers and the monotonic clock go on.</summary>
internal sealed class JumpingClock(FakeTimeProvider inner) : TimeProvider
{
    public TimeSpan Offset { get; set; }

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Offset;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => inner.CreateTimer(callback, state, dueTime, period);
}
