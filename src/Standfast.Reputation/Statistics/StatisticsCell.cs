namespace Standfast.Reputation.Statistics;

/// <summary>What happened to one part of the mail in one minute, or in a part of it.</summary>
/// <param name="Minute">Since 1970.</param>
public sealed record StatisticsCell(StatisticsKey Key, long Minute, Counts Counts);
