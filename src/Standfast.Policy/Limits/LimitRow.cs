using System.Collections.Immutable;

namespace Standfast.Policy.Limits;

/// <summary>A counter as it is kept.</summary>
/// <param name="Number">Short for the key, for good.</param>
/// <param name="Sequence">Of the last taking that <paramref name="Slots"/> include.</param>
/// <param name="Slots">Oldest first; none deletes the counter.</param>
public sealed record LimitRow(int Number, LimitKey Key, long Sequence, ImmutableArray<LimitSlot> Slots);
