namespace Standfast.Delivery.Shaping;

/// <summary>
/// Spaces events evenly: the token bucket in the form of a clock (GCRA, ITU-T I.371), with a bucket of 50 ms, so that timers that
/// fire late cost no throughput and a pause earns no burst. Not safe for concurrent use.
/// </summary>
internal sealed class Pacer
{
    private static readonly TimeSpan s_burst = TimeSpan.FromMilliseconds(50);

    private TimeSpan _next;

    /// <summary>Until the next event may happen; zero or less means now.</summary>
    public TimeSpan WaitAt(TimeSpan now) => _next - s_burst - now;

    /// <summary>Whoever has a place takes another.</summary>
    public void Clear() => _next = TimeSpan.Zero;

    /// <summary>Takes the place of the next event.</summary>
    /// <param name="rate">Events a second; infinity for no limit.</param>
    public void Take(TimeSpan now, double rate)
    {
        if (double.IsPositiveInfinity(rate)) return;
        _next = (_next > now ? _next : now) + TimeSpan.FromSeconds(1 / rate);
    }
}
