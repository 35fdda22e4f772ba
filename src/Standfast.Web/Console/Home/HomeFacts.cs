using Standfast.Accounts.Audit;
using Standfast.Accounts.Pauses;
using Standfast.Queue;
using Standfast.Recovery;
using Standfast.Reputation.States;
using Standfast.Reputation.Statistics;
using Standfast.Reputation.Statistics.Anomalies;
using Standfast.Reputation.Statistics.Limits;

namespace Standfast.Web.Console.Home;

/// <summary>What the verdicts are made of.</summary>
/// <param name="Streams">Of the last days, by account and stream; null where they cannot be read.</param>
/// <param name="Providers">The same by provider.</param>
/// <param name="Acts">Of rules, newest last.</param>
internal sealed record HomeFacts(
    IReadOnlyList<SendingState> States, IReadOnlyList<Pause> Pauses, IReadOnlyList<LimitStanding> Standings, IReadOnlyList<StatisticsRow>? Streams, IReadOnlyList<StatisticsRow>? Providers, IReadOnlyList<Incident> Incidents,
    IReadOnlyList<AuditEntry> Acts, QueueCounts Counts, string? SpoolTrouble)
{
    /// <summary>That are not over.</summary>
    public IReadOnlyList<Anomaly> Anomalies { get; init; } = [];
}
