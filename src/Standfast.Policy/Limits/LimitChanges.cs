using System.Collections.Immutable;

namespace Standfast.Policy.Limits;

/// <summary>What is written in one transaction, or all that was kept.</summary>
/// <param name="Time">Null where nothing was ever kept.</param>
public sealed record LimitChanges(LimitTime? Time, ImmutableArray<LimitRow> Rows, ImmutableArray<LimitBirth> Births)
{
    public static LimitChanges None { get; } = new(null, [], []);
}
