namespace Standfast.Reputation.Rates;

/// <summary>What a share of few outcomes can prove.</summary>
public static class Shares
{
    /// <summary>One-sided 99.5 %: of two hundred senders that sit exactly at a limit one is taken to be above it; of those below it far fewer.</summary>
    private const double Certainty = 2.576;

    /// <summary>Wilson's lower bound of a share (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927); 0 where there is nothing to count.</summary>
    public static double LowerBound(long hits, long all)
    {
        if (all <= 0) return 0;
        var (share, square) = ((double)Math.Min(hits, all) / all, Certainty * Certainty);
        return (share + square / (2 * all) - Certainty * Math.Sqrt(share * (1 - share) / all + square / (4.0 * all * all))) / (1 + square / all);
    }
}
