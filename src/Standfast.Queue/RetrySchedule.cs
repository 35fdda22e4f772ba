using System.Collections.Frozen;

namespace Standfast.Queue;

/// <summary>
/// When a deferred recipient is tried again: a plan of waits for each cause. Each step is spread by ±20 %, so that recipients deferred
/// together do not come back together; the last step repeats until the message expires (RFC 5321 §4.5.4.1: give up after at least 4 to
/// 5 days).
/// </summary>
public sealed class RetrySchedule
{
    private const double Spread = 0.2;

    private readonly IReadOnlyList<TimeSpan> _steps;
    private readonly FrozenDictionary<DeferralCause, IReadOnlyList<TimeSpan>> _byCause;
    private readonly Random _random;

    /// <param name="steps">At least one; all positive. For causes without a plan of their own.</param>
    /// <param name="expireAfter">Age at which a message is given up.</param>
    public RetrySchedule(IReadOnlyList<TimeSpan> steps, TimeSpan expireAfter, Random random, IReadOnlyDictionary<DeferralCause, IReadOnlyList<TimeSpan>>? byCause = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(steps.Count);
        _steps = steps;
        _byCause = (byCause ?? FrozenDictionary<DeferralCause, IReadOnlyList<TimeSpan>>.Empty).ToFrozenDictionary();
        _random = random;
        ExpireAfter = expireAfter;
        Longest = _byCause.Values.Append(steps).SelectMany(plan => plan).Max() * (1 + Spread);
    }

    public TimeSpan ExpireAfter { get; }

    /// <summary>No wait between two tries is longer.</summary>
    public TimeSpan Longest { get; }

    /// <summary>Not safe for concurrent use (it draws from the injected randomness).</summary>
    /// <param name="attempts">Tries made so far, at least 1.</param>
    /// <param name="expiresAt">The moment of expiry, which gets one last try: never later than this.</param>
    public DateTimeOffset Next(DeferralCause cause, int attempts, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        var steps = _byCause.GetValueOrDefault(cause, _steps);
        var step = steps[Math.Min(attempts, steps.Count) - 1];
        var next = now + (step * (1 - Spread + (2 * Spread * _random.NextDouble())));
        return next < expiresAt ? next : expiresAt;
    }
}
