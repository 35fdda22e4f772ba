namespace Standfast.Policy.Spam;

/// <summary>
/// A linear model over hashed features (logistic regression), with the share of training messages that have each feature: what the owner's
/// feedback is compared with. Immutable.
/// </summary>
public sealed class SpamModel
{
    /// <summary>Steps of a feature's share, in eighths of a power of two.</summary>
    private const double ShareSteps = 8;

    /// <summary>No model trained on a thousand messages may be surer; ours.</summary>
    private const double MaxLogOdds = 10;

    private readonly sbyte[] _weights;
    private readonly byte[] _shares;
    private readonly float[] _values = new float[256];

    /// <param name="weights">By bucket; the value is the square of w/127 times <see cref="SpamModelFacts.MaxWeight"/>, with the sign of w.</param>
    /// <param name="shares">By bucket, -8 log2 of the share of messages that have it.</param>
    public SpamModel(SpamModelFacts facts, sbyte[] weights, byte[] shares)
    {
        (Facts, _weights, _shares) = (facts, weights, shares);
        for (var step = -127; step <= 127; step++) _values[(byte)(sbyte)step] = Math.Sign(step) * step * step / (127f * 127f) * facts.MaxWeight;
    }

    public SpamModelFacts Facts { get; }

    internal ReadOnlySpan<sbyte> Weights => _weights;

    internal ReadOnlySpan<byte> Shares => _shares;

    /// <summary>Log odds that a message with these features is spam, as far as the model knows; not calibrated.</summary>
    public float Score(ReadOnlySpan<uint> hashes)
    {
        if (hashes.IsEmpty) return Facts.Bias;
        var sum = 0f;
        foreach (var hash in hashes) sum += _values[(byte)_weights[FeatureSet.BucketOf(hash)]];
        return Facts.Bias + (sum / MathF.Sqrt(hashes.Length));
    }

    public float WeightOf(uint hash) => _values[(byte)_weights[FeatureSet.BucketOf(hash)]];

    /// <summary>Share of messages that have the feature, above 0, at most 1.</summary>
    public double ShareOf(int bucket) => Math.Pow(2, -_shares[bucket] / ShareSteps);

    /// <summary>0 to 1, such that of the messages with p about p are spam.</summary>
    /// <param name="shift">What feedback adds to the log odds. The model's own are cut at <see cref="MaxLogOdds"/>, so that it can overrule them.</param>
    public double Calibrate(double score, double shift = 0) => 1 / (1 + Math.Exp(-(Math.Clamp((Facts.Slope * score) + Facts.Intercept, -MaxLogOdds, MaxLogOdds) + shift)));

    internal static byte StepOf(double share) => (byte)Math.Clamp(Math.Round(-ShareSteps * Math.Log2(Math.Max(share, 1e-9))), 0, 255);

    internal static sbyte StepOf(double weight, double max) => (sbyte)(Math.Sign(weight) * Math.Round(127 * Math.Sqrt(Math.Min(1, Math.Abs(weight) / max))));
}
