using Microsoft.Extensions.ObjectPool;

namespace Standfast.Policy.Spam;

/// <summary>How likely a message is spam: a model trained offline, corrected by the owner's feedback. May be called concurrently.</summary>
public sealed class SpamClassifier(SpamModel model, SpamFeedback? feedback)
{
    // A set is 56 KB: made anew for each message it would cost more than the scoring (docs/spam.md).
    private readonly ObjectPool<FeatureSet> _sets = new DefaultObjectPool<FeatureSet>(new DefaultPooledObjectPolicy<FeatureSet>(), Environment.ProcessorCount * 2);

    public SpamModelFacts Facts => model.Facts;

    public SpamFeedback? Feedback => feedback;

    public SpamVerdict Judge(SpamSubject subject)
    {
        if (subject.IsMinimal) return default;
        var features = _sets.Get();
        try
        {
            FeatureReader.Read(subject, features);
            return Decide(features);
        }
        finally
        {
            features.Clear();
            _sets.Return(features);
        }
    }

    /// <summary>The verdict with the features that weigh most, for a person.</summary>
    /// <param name="count">Reasons at most.</param>
    public (SpamVerdict Verdict, IReadOnlyList<SpamReason> Reasons) Explain(SpamSubject subject, int count)
    {
        var features = new FeatureSet();
        var names = new Dictionary<uint, string>();
        features.Named = (hash, name) => names.TryAdd(hash, name);
        FeatureReader.Read(subject, features);
        var root = Math.Sqrt(Math.Max(1, features.Count));
        var reasons = names.Select(pair => new SpamReason(pair.Value, Math.Round(model.WeightOf(pair.Key) / root, 3))).Where(reason => reason.Weight != 0)
            .OrderByDescending(reason => Math.Abs(reason.Weight)).ThenBy(reason => reason.Feature, StringComparer.Ordinal).Take(count).ToList();
        return (subject.IsMinimal ? default : Decide(features), reasons);
    }

    /// <summary>The features of a message, as feedback keeps them.</summary>
    public static uint[] FeaturesOf(SpamSubject subject)
    {
        var features = new FeatureSet();
        FeatureReader.Read(subject, features);
        return features.Hashes.ToArray();
    }

    private SpamVerdict Decide(FeatureSet features)
    {
        var shift = feedback?.Shift(features.Hashes) ?? 0;
        var score = model.Score(features.Hashes);
        var probability = model.Calibrate(score, shift);
        return new SpamVerdict(probability, probability >= model.Facts.HoldFrom ? SpamKind.Certain : probability >= model.Facts.SpamFrom ? SpamKind.Likely : SpamKind.Clean);
    }
}
