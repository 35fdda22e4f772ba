namespace Standfast.Reputation.Statistics;

/// <summary>One part of the mail.</summary>
/// <param name="Values">Of the dimensions asked by, in their order.</param>
/// <param name="Points">By time; a step in which nothing happened has none. Empty where no step was asked for.</param>
public sealed record StatisticsRow(IReadOnlyList<string> Values, Counts Counts, IReadOnlyList<StatisticsPoint> Points);
