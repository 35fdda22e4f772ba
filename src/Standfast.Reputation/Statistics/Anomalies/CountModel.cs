namespace Standfast.Reputation.Statistics.Anomalies;

/// <summary>How far a count is from what was expected, where counts scatter more than chance alone explains (negative binomial; McCullagh and Nelder, Generalized Linear Models, 2nd edition).</summary>
internal static class CountModel
{
    /// <summary>
    /// The square root of the deviance with the sign of the difference: about a number of standard deviations, also for small counts.
    /// </summary>
    /// <param name="expected">Above 0.</param>
    /// <param name="dispersion">Variance is expected + dispersion × expected²; 0 is Poisson's.</param>
    public static double SignedRoot(double count, double expected, double dispersion)
    {
        var direct = count > 0 ? count * Math.Log(count / expected) : 0;
        var deviance = dispersion < 1e-6
            ? direct - (count - expected)
            : direct - (count + 1 / dispersion) * Math.Log((count + 1 / dispersion) / (expected + 1 / dispersion));
        return Math.Sign(count - expected) * Math.Sqrt(2 * Math.Max(0, deviance));
    }

    /// <summary>What a count adds to the evidence for a mean that is a multiple of the expected one; scatter beyond chance makes it count less.</summary>
    public static double Evidence(double count, double expected, double multiple, double dispersion) =>
        (count * Math.Log(multiple) - expected * (multiple - 1)) / (1 + dispersion * expected);
}
