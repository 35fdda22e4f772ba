namespace Standfast.Reputation.Statistics;

/// <summary>Times from acceptance to delivery in 64 steps, each longer by the square root of 2: from 1 ms to 50 days, with an error of at most a fifth.</summary>
public static class LatencyScale
{
    public const int Steps = 64;

    public static int StepOf(TimeSpan latency) => latency.TotalMilliseconds <= 1 ? 0 : Math.Min(Steps - 1, (int)(2 * Math.Log2(latency.TotalMilliseconds)));

    /// <summary>The time that a share of all is not above, between the bounds of its step in proportion; null where there is none.</summary>
    /// <param name="counts">Of each step.</param>
    /// <param name="share">0 to 1.</param>
    public static TimeSpan? Quantile(ReadOnlySpan<long> counts, double share)
    {
        long all = 0;
        foreach (var count in counts) all += count;
        if (all == 0) return null;
        var (wanted, below) = (share * all, 0L);
        for (var step = 0; step < counts.Length; step++)
        {
            if (counts[step] > 0 && below + counts[step] >= wanted) return TimeSpan.FromMilliseconds(Math.Pow(2, (step + Math.Max(0, wanted - below) / counts[step]) / 2));
            below += counts[step];
        }

        return TimeSpan.FromMilliseconds(Math.Pow(2, counts.Length / 2.0));
    }
}
