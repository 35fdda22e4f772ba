using Microsoft.Extensions.Time.Testing;

namespace Standfast.Tests.Delivery;

/// <summary>
/// A fake clock for what runs on many threads. The one below calls back whoever asks for the time or sets a timer, whatever locks are held; here,
/// as with the real one, timers go off on the thread pool.
/// </summary>
internal sealed class PooledClock(FakeTimeProvider inner) : TimeProvider
{
    public override long TimestampFrequency => inner.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(
            static held =>
            {
                var (callback, state) = ((TimerCallback, object?))held!;
                ThreadPool.UnsafeQueueUserWorkItem(_ => callback(state), null);
            },
            (callback, state),
            dueTime,
            period);
}
