using Standfast.Policy.Spam;

namespace Standfast.Benchmarks.Spam;

/// <summary>Bayes with Fisher's chi-square combination (G. Robinson, "A statistical approach to the spam problem", 2003): what the regression is compared with.</summary>
internal static class ChiSquareTrainer
{
    private const double Strength = 0.45;
    private const int MaxWords = 150;

    public static double[] Train(IReadOnlyList<LabelledFeatures> examples)
    {
        var (spam, ham) = (new int[FeatureSet.Buckets], new int[FeatureSet.Buckets]);
        foreach (var example in examples)
            foreach (var bucket in example.Buckets) (example.IsSpam ? spam : ham)[bucket]++;
        var (spams, hams) = ((double)Math.Max(1, examples.Count(one => one.IsSpam)), (double)Math.Max(1, examples.Count(one => !one.IsSpam)));
        var shares = new double[FeatureSet.Buckets];
        for (var bucket = 0; bucket < shares.Length; bucket++)
        {
            var (inSpam, inHam) = (spam[bucket] / spams, ham[bucket] / hams);
            var count = spam[bucket] + ham[bucket];
            var share = count == 0 ? 0.5 : inSpam / (inSpam + inHam);
            shares[bucket] = ((Strength * 0.5) + (count * share)) / (Strength + count);
        }

        return shares;
    }

    /// <summary>0 to 1.</summary>
    public static double Score(double[] shares, LabelledFeatures example)
    {
        var words = example.Buckets.Select(bucket => shares[bucket]).Where(share => Math.Abs(share - 0.5) > 0.1).OrderByDescending(share => Math.Abs(share - 0.5)).Take(MaxWords).ToList();
        if (words.Count == 0) return 0.5;
        var spam = 1 - ChiSquare(-2 * words.Sum(share => Math.Log(1 - share)), 2 * words.Count);
        var ham = 1 - ChiSquare(-2 * words.Sum(share => Math.Log(share)), 2 * words.Count);
        return (1 + spam - ham) / 2;
    }

    /// <summary>Probability of a larger value, for an even number of degrees of freedom.</summary>
    private static double ChiSquare(double value, int degrees)
    {
        var half = value / 2;
        var term = Math.Exp(-half);
        var sum = term;
        for (var index = 1; index < degrees / 2; index++)
        {
            term *= half / index;
            sum += term;
        }

        return Math.Min(sum, 1);
    }
}
