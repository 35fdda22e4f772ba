using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Api;
using Standfast.Reputation.Classification;
using Standfast.Reputation.Statistics;
using Standfast.Reputation.Statistics.Anomalies;
using Standfast.Reputation.Statistics.Limits;

namespace Standfast.Web;

/// <summary>What happened to mail, in numbers.</summary>
internal static class StatisticsEndpoints
{
    private static readonly ReplyCause[] s_causes = Enum.GetValues<ReplyCause>();

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/statistics").WithTags("Statistics");
        group.MapGet("", ReadAsync).Answers<StatisticsResponse>("getStatistics", "What happened to mail, by account, stream, campaign, source, provider or domain, and by time", problems: [400, 503]);
        group.MapGet("/anomalies", Anomalies).Answers<IReadOnlyList<AnomalyResponse>>("listAnomalies", "Parts of the mail that are, or were, unlike themselves, newest first", problems: [400, 503]);
        group.MapGet("/limits", LimitsAsync).Answers<IReadOnlyList<LimitStandingResponse>>("listLimitStandings", "How far mail is from the limits that providers have published, and when it meets them at this rate; worst first", problems: [503]);
    }

    private static IResult Anomalies(IAnomalyStore store, [Description("Only those that are not over.")] bool open = false, [Description("1 to 1000.")] int limit = 100)
    {
        if (limit is < 1 or > StatisticsQuery.MaxRows) return StandfastEndpoints.Problem(400, "bad_limit", $"limit must be 1 to {StatisticsQuery.MaxRows}");
        try
        {
            return Results.Json((IReadOnlyList<AnomalyResponse>)[.. store.List(open, limit).Select(Describe)], ApiJson.Default.IReadOnlyListAnomalyResponse);
        }
        catch (IOException exception)
        {
            return Unreadable(exception);
        }
    }

    private static async Task<IResult> LimitsAsync(LimitReader reader, StatisticsRecorder recorder, CancellationToken stop)
    {
        try
        {
            await FreshenAsync(recorder, stop);
            return Results.Json((IReadOnlyList<LimitStandingResponse>)[.. reader.Read().Select(Describe)], ApiJson.Default.IReadOnlyListLimitStandingResponse);
        }
        catch (IOException exception)
        {
            return Unreadable(exception);
        }
    }

    /// <summary>Where nothing can be written, as on a full disk, what was stored before is told.</summary>
    internal static async Task FreshenAsync(StatisticsRecorder recorder, CancellationToken stop)
    {
        try
        {
            await recorder.FreshenAsync(stop);
        }
        catch (IOException)
        {
            // The recorder's loop tries again, and logs it.
        }
    }

    private static IResult Unreadable(IOException exception) => StandfastEndpoints.Problem(503, "statistics_unreadable", $"the statistics cannot be read now: {exception.Message}");

    private static AnomalyResponse Describe(Anomaly anomaly)
    {
        var key = anomaly.Subject.Key;
        var of = CubeShape.DimensionsOf(key.Cube).Select((dimension, index) => (Name: dimension.ToString().ToLowerInvariant(), Value: key[index])).ToDictionary(one => one.Name, one => one.Value);
        return new AnomalyResponse(
            anomaly.Since, anomaly.Until, anomaly.LastAt, anomaly.Subject.Kind.ToString().ToLowerInvariant(), anomaly.Subject.Kind == AnomalyKind.Bounces ? ReplyNames.Of(anomaly.Subject.Cause) : null, of, anomaly.IsDrift,
            anomaly.Count, anomaly.Of, anomaly.Expected, Math.Round(anomaly.Ratio, 2), anomaly.Score, anomaly.Hours, anomaly.Text);
    }

    private static LimitStandingResponse Describe(LimitStanding standing) => new(
        standing.Limit.Id, standing.Limit.Provider, standing.Part, standing.State.ToString().ToLowerInvariant(), standing.Limit.IsShare, standing.Value, standing.Limit.Limit, standing.Limit.Warn > 0 ? standing.Limit.Warn : null,
        Math.Round(standing.Share, 4), standing.Count, standing.Of, standing.SlopeAnHour, standing.ReachedIn?.TotalHours, standing.Limit.Window.TotalHours, standing.Day, standing.Text, standing.Limit.Meaning, standing.Limit.Source, standing.Limit.Date);

    private static async Task<IResult> ReadAsync([AsParameters] StatisticsFilter filter, StatisticsReader reader, StatisticsRecorder recorder, TimeProvider time, CancellationToken stop)
    {
        var (query, mistake) = filter.Read(time.GetUtcNow());
        mistake ??= reader.Check(query!);
        if (mistake is not null) return StandfastEndpoints.Problem(400, "bad_statistics_query", mistake);
        try
        {
            await FreshenAsync(recorder, stop);
            var answer = reader.Read(query!);
            var by = query!.By.Select(one => one.ToString().ToLowerInvariant()).ToList();
            return Results.Json(
                new StatisticsResponse(
                    answer.From, answer.To, query.Step?.ToString().ToLowerInvariant(), by, Describe(answer.Total),
                    [.. answer.Rows.Select(row => new StatisticsRowResponse(
                        by.Zip(row.Values).ToDictionary(pair => pair.First, pair => pair.Second), Describe(row.Counts), [.. row.Points.Select(point => new StatisticsPointResponse(point.At, Describe(point.Counts)))]))]),
                ApiJson.Default.StatisticsResponse);
        }
        catch (IOException exception)
        {
            return Unreadable(exception);
        }
    }

    private static StatisticsFigures Describe(Counts counts)
    {
        double? Share(long part, long whole) => whole > 0 ? Math.Round((double)part / whole, 6) : null;
        double? Seconds(double share) => counts.Latency(share) is { } latency ? Math.Round(latency.TotalSeconds, 3) : null;
        var delivered = counts[CountKind.Delivered];
        return new StatisticsFigures(
            counts[CountKind.Accepted], counts[CountKind.Attempts], delivered, counts[CountKind.Deferred], counts[CountKind.Bounced], counts[CountKind.Undelivered], counts[CountKind.Expired], counts[CountKind.Suppressed],
            counts[CountKind.Held], counts[CountKind.Postponed], counts[CountKind.Cancelled], counts[CountKind.Complained], counts[CountKind.Unsubscribed], counts[CountKind.Opened], counts[CountKind.Clicked],
            counts[CountKind.MachineOpened], counts[CountKind.MachineClicked], Share(counts[CountKind.Deferred], counts[CountKind.Attempts]), Share(counts.Lost, counts.Outcomes), Share(counts[CountKind.Complained], delivered),
            Share(counts[CountKind.Unsubscribed], delivered), Share(counts[CountKind.Opened], delivered), Share(counts[CountKind.Clicked], delivered), Seconds(0.5), Seconds(0.95), Seconds(0.99),
            Causes(counts.BouncedFor), Causes(counts.DeferredFor));
    }

    /// <summary>Most frequent first.</summary>
    private static Dictionary<string, long> Causes(Func<ReplyCause, long> count) =>
        s_causes.Select(cause => (Cause: cause, Count: count(cause))).Where(one => one.Count > 0).OrderByDescending(one => one.Count).ToDictionary(one => ReplyNames.Of(one.Cause), one => one.Count);
}
