using System.Collections.Immutable;

namespace Standfast.Reputation.States;

/// <summary>Why a state is what it is: how often, and the first samples.</summary>
/// <param name="Counts">By what was counted, such as "blocked" or "delivered".</param>
/// <param name="Samples">At most <see cref="MaxSamples"/>, oldest first.</param>
public sealed record StateEvidence(ImmutableSortedDictionary<string, long> Counts, ImmutableArray<StateSample> Samples)
{
    public const int MaxSamples = 10;

    public static StateEvidence None { get; } = new(ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal), []);

    /// <summary>One more of a kind, with its sample while there is room for it.</summary>
    public StateEvidence With(string counted, StateSample? sample) => new(
        Counts.SetItem(counted, Counts.GetValueOrDefault(counted) + 1), sample is null || Samples.Length >= MaxSamples ? Samples : Samples.Add(sample));

    public StateEvidence WithCount(string counted, long count) => this with { Counts = Counts.SetItem(counted, count) };
}
