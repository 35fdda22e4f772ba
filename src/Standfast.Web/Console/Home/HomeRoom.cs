using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Accounts.Audit;
using Standfast.Policy.Credentials;
using Standfast.Queue;
using Standfast.Recovery;
using Standfast.Reputation.Statistics;
using Standfast.Reputation.Statistics.Anomalies;
using Standfast.Reputation.Statistics.Limits;
using Standfast.Web.Console.Shell;

namespace Standfast.Web.Console.Home;

/// <summary>"Are we safe?"</summary>
internal static class HomeRoom
{
    /// <summary>Streams and providers that had mail in this time are shown; ours.</summary>
    private static readonly TimeSpan s_shown = TimeSpan.FromDays(7);

    /// <summary>Those with most mail, and the newest anomalies; ours.</summary>
    private const int MaxLines = 50;

    /// <summary>Entries of the audit log in which the last act of a rule is looked for; ours.</summary>
    private const int Acts = 200;

    public static ConsoleRoom Room { get; } = new(ConsoleRoom.Root, "Home");

    public static void Map(IEndpointRouteBuilder console) => console.MapGet("", ShowAsync);

    private static async Task<IResult> ShowAsync(
        HttpContext http, SendingPauses pauses, LimitReader limits, IAnomalyStore unlike, StatisticsReader reader, StatisticsRecorder recorder, IncidentBook incidents, IAuditLog audit, IQueueControl queue, ISpool spool, TimeProvider time, CancellationToken stop)
    {
        IReadOnlyList<LimitStanding> standings = [];
        IReadOnlyList<Anomaly> anomalies = [];
        IReadOnlyList<StatisticsRow>? streams = null, providers = null;
        try
        {
            await StatisticsEndpoints.FreshenAsync(recorder, stop);
            standings = limits.Read();
            anomalies = unlike.List(isOpen: true, MaxLines);
            streams = Rows(reader, time, StatisticsDimension.Account, StatisticsDimension.Stream);
            providers = Rows(reader, time, StatisticsDimension.Provider);
        }
        catch (IOException)
        {
            // States, incidents and what waits are shown all the same; the page says what is missing.
        }

        var facts = new HomeFacts(
            StatePauses.StatesOf(http)?.All ?? [], pauses.All, standings, streams, providers, [.. incidents.All.Where(incident => !incident.IsOver)], await ActsAsync(audit, stop), queue.Counts, spool.Failure ?? spool.Shortage)
        { Anomalies = anomalies };
        return ConsolePage.Show<HomePage, HomeView>(http, "Home", HomeVerdicts.Judge(facts));
    }

    private static IReadOnlyList<StatisticsRow> Rows(StatisticsReader reader, TimeProvider time, params StatisticsDimension[] by)
    {
        var now = time.GetUtcNow();
        return reader.Read(new StatisticsQuery(now - s_shown, now) { By = by, Limit = MaxLines }).Rows;
    }

    private static async Task<IReadOnlyList<AuditEntry>> ActsAsync(IAuditLog audit, CancellationToken stop)
    {
        try
        {
            return [.. (await audit.TailAsync(Acts, stop)).Where(entry => entry.Actor.StartsWith(HomeVerdicts.RuleMark, StringComparison.Ordinal))];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
