namespace Standfast.Benchmarks.Spam;

/// <summary>How well scores tell spam from ham.</summary>
internal static class Ranking
{
    /// <summary>Share of pairs in which the spam has the higher score.</summary>
    public static double Auc(IReadOnlyList<(double Score, bool IsSpam)> scores)
    {
        var (below, sum, spams) = (0.0, 0.0, 0);
        foreach (var group in scores.GroupBy(one => one.Score).OrderBy(group => group.Key))
        {
            var (spam, ham) = (group.Count(one => one.IsSpam), group.Count(one => !one.IsSpam));
            sum += spam * (below + (ham / 2.0));
            below += ham;
            spams += spam;
        }

        return spams == 0 || below == 0 ? double.NaN : sum / (spams * below);
    }

    /// <summary>Share of the spam above the score that at most this share of ham reaches.</summary>
    public static double RecallAt(IReadOnlyList<(double Score, bool IsSpam)> scores, double falsePositives)
    {
        var ham = scores.Where(one => !one.IsSpam).Select(one => one.Score).OrderDescending().ToList();
        var threshold = ham.Count == 0 ? double.NegativeInfinity : ham[Math.Min(ham.Count - 1, (int)(falsePositives * ham.Count))];
        return scores.Count(one => one.IsSpam && one.Score > threshold) / (double)Math.Max(1, scores.Count(one => one.IsSpam));
    }

    /// <summary>Platt's calibration: slope and intercept of a logistic regression on the score alone, by Newton's method.</summary>
    public static (double Slope, double Intercept) Calibrate(IReadOnlyList<(double Score, bool IsSpam)> scores)
    {
        var (slope, intercept) = (1.0, 0.0);
        for (var round = 0; round < 50; round++)
        {
            double g0 = 0, g1 = 0, h00 = 1e-3, h01 = 0, h11 = 1e-3;
            foreach (var (score, isSpam) in scores)
            {
                var p = 1 / (1 + Math.Exp(-((slope * score) + intercept)));
                var (error, weight) = (p - (isSpam ? 1 : 0), p * (1 - p));
                g0 += error;
                g1 += error * score;
                h00 += weight;
                h01 += weight * score;
                h11 += weight * score * score;
            }

            var determinant = (h00 * h11) - (h01 * h01);
            intercept -= ((h11 * g0) - (h01 * g1)) / determinant;
            slope -= ((h00 * g1) - (h01 * g0)) / determinant;
        }

        return (slope, intercept);
    }
}
