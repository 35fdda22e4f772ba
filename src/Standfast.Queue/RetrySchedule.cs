namespace Standfast.Queue;

/// <summary>
/// When a deferred recipient is tried again. Each step is spread by ±20 %, so that recipients deferred together do not come
/// back together; the last step repeats until the message expires (RFC 5321 §4.5.4.1: give up after at least 4 to 5 days).
/// </summary>
public sealed class RetrySchedule
{
    private const double Spread = 0.2;

    private readonly IReadOnlyList<TimeSpan> _steps;
    private readonly Random _random;

    /// <param name="steps">At least one; all positive.</param>
    /// <param name="expireAfter">Age at which a message is given up.</param>
    public RetrySchedule(IReadOnlyList<TimeSpan> steps, TimeSpan expireAfter, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfZero(steps.Count);
        _steps = steps;
        _random = random;
        ExpireAfter = expireAfter;
    }

    public TimeSpan ExpireAfter { get; }

    /// <summary>Not safe for concurrent use (it draws from the injected randomness).</summary>
    /// <param name="attempts">Tries made so far, at least 1.</param>
    /// <returns>Never later than the moment of expiry, which gets one last try.</returns>
    public DateTimeOffset Next(int attempts, DateTimeOffset now, DateTimeOffset acceptedAt)
    {
        var step = _steps[Math.Min(attempts, _steps.Count) - 1];
        var next = now + (step * (1 - Spread + (2 * Spread * _random.NextDouble())));
        var last = acceptedAt + ExpireAfter;
        return next < last ? next : last;
    }

    public bool IsExpired(DateTimeOffset now, DateTimeOffset acceptedAt) => now - acceptedAt >= ExpireAfter;
}
