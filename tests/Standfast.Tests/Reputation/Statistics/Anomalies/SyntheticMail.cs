using Standfast.Reputation.Classification;
using Standfast.Reputation.Statistics;

namespace Standfast.Tests.Reputation.Statistics.Anomalies;

/// <summary>Hours of mail with days, nights and weekends, and scatter beyond chance; the same for the same seed.</summary>
internal sealed class SyntheticMail(int seed, int attemptsAtNoon = 600)
{
    public static readonly StatisticsKey Key = new(StatisticsCube.Way, "main", "gmail");

    /// <summary>A Wednesday of September 2026.</summary>
    public const long FirstHour = 497_256;

    private readonly Random _random = new(seed);

    public double BounceRate { get; set; } = 0.02;

    public double DeferralRate { get; set; } = 0.05;

    public double ComplaintRate { get; set; } = 0.0008;

    public double Volume { get; set; } = 1;

    public double BlockRate { get; set; }

    public Counts Hour(long hour)
    {
        // 1970 began on a Thursday: days 2 and 3 are the weekend.
        var (ofDay, day) = (hour % 24, hour / 24 % 7);
        var season = (0.15 + 0.85 * Math.Max(0, Math.Sin(Math.PI * (ofDay - 5) / 16.0))) * (day is 2 or 3 ? 0.4 : 1);
        var attempts = Poisson(Volume * attemptsAtNoon * season * Scatter(0.2));
        var deferred = Math.Min(attempts, Poisson(attempts * DeferralRate * Scatter(0.3)));
        var bounced = Math.Min(attempts - deferred, Poisson((attempts - deferred) * BounceRate * Scatter(0.2)));
        var blocked = Math.Min(attempts - deferred - bounced, Poisson(attempts * BlockRate));
        var delivered = attempts - deferred - bounced - blocked;
        var counts = new Counts();
        counts.Add(CountKind.Attempts, attempts);
        counts.Add(CountKind.Deferred, deferred);
        counts.Add(CountKind.Bounced, bounced + blocked);
        counts.AddBounces(ReplyCause.NoSuchUser, bounced);
        counts.AddBounces(ReplyCause.Blocklist, blocked);
        counts.Add(CountKind.Delivered, delivered);
        counts.Add(CountKind.Complained, Poisson(delivered * ComplaintRate));
        return counts;
    }

    /// <summary>Log-normal, of mean 1.</summary>
    private double Scatter(double sigma) => Math.Exp(sigma * Normal() - sigma * sigma / 2);

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private long Poisson(double mean)
    {
        if (mean > 200) return Math.Max(0, (long)Math.Round(mean + Math.Sqrt(mean) * Normal()));
        var (limit, product, count) = (Math.Exp(-mean), _random.NextDouble(), 0L);
        for (; product > limit; count++) product *= _random.NextDouble();
        return count;
    }
}
