namespace Standfast.Reputation.Statistics;

/// <summary>What happened in one step of time.</summary>
/// <param name="At">Its begin.</param>
public sealed record StatisticsPoint(DateTimeOffset At, Counts Counts);
