namespace Standfast.Reputation.Statistics;

/// <summary>What statistics say to a query.</summary>
/// <param name="From">Begin of the first time that was counted: the query's, rounded to what is kept.</param>
/// <param name="To">The first instant that was not counted.</param>
/// <param name="Total">Of all rows, also those beyond the limit.</param>
/// <param name="Rows">Those with the most first.</param>
public sealed record StatisticsAnswer(DateTimeOffset From, DateTimeOffset To, Counts Total, IReadOnlyList<StatisticsRow> Rows);
