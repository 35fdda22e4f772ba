using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Api;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Web;

/// <summary>The HTTP API: thin over the engine's ports.</summary>
public static partial class StandfastEndpoints
{
    public static void MapStandfast(this WebApplication app)
    {
        app.Use(RequestGate.RunAsync);
        app.MapOpenApi();
        app.MapGet("/healthz", () => Results.Text("ok\n")).AnswersText("getHealth", "Whether the process answers");
        app.MapGet("/readyz", (ISpool spool) => (spool.Failure ?? spool.Shortage) is { } reason ? Results.Text(reason + "\n", statusCode: StatusCodes.Status503ServiceUnavailable) : Results.Text("ready\n"))
            .AnswersText("getReadiness", "Whether mail can be stored durably; the reason where it cannot", StatusCodes.Status503ServiceUnavailable);
        app.MapGet("/metrics", MetricsPage.WriteAsync).AnswersText("getMetrics", "Metrics in the Prometheus text format 0.0.4");
        var api = app.MapGroup("/v1");
        api.AddEndpointFilter(AuditFilter.RunAsync);
        api.MapGet("/status", StatusAsync).Answers<StatusResponse>("getStatus", "How the server, its queue and its spool are").WithTags("Status");
        api.MapGet("/messages/{id}", MessageAsync).Answers<MessageResponse>("getMessage", "One message: its recipients and everything that happened to it", problems: [400, 404]).WithTags("Messages");
        EventEndpoints.Map(api);
        QueueEndpoints.Map(api);
        SpoolEndpoints.Map(api);
        SiteEndpoints.Map(api);
        ExplainEndpoints.Map(api);
        AccountEndpoints.Map(api);
        HelpEndpoints.Map(app);
        MapCredentials(app, api);
        MapLimits(app, api);
        MapConsent(app, api);
        MapContent(app, api);
        MapSpam(app, api);
        MapScanners(app, api);
        MapCompromise(app, api);
        MapClassification(app, api);
        MapFeedback(app, api);
        MapTracking(app, api);
        MapStates(app, api);
        MapStatistics(app, api);
        MapIdentity(app, api);
        MapDoctor(app, api);
    }

    // The parts of the guard, each in its own file.
    static partial void MapCredentials(IEndpointRouteBuilder app, IEndpointRouteBuilder api);

    static partial void MapLimits(IEndpointRouteBuilder app, IEndpointRouteBuilder api);

    static partial void MapConsent(IEndpointRouteBuilder app, IEndpointRouteBuilder api);

    static partial void MapContent(IEndpointRouteBuilder app, IEndpointRouteBuilder api);

    static partial void MapSpam(IEndpointRouteBuilder app, IEndpointRouteBuilder api);

    static partial void MapScanners(IEndpointRouteBuilder app, IEndpointRouteBuilder api);

    static partial void MapCompromise(IEndpointRouteBuilder app, IEndpointRouteBuilder api);

    // The parts of Reputation.
    static partial void MapClassification(IEndpointRouteBuilder app, IEndpointRouteBuilder api);

    static partial void MapFeedback(IEndpointRouteBuilder app, IEndpointRouteBuilder api);

    static partial void MapTracking(IEndpointRouteBuilder app, IEndpointRouteBuilder api);

    static partial void MapStates(IEndpointRouteBuilder app, IEndpointRouteBuilder api);

    static partial void MapStatistics(IEndpointRouteBuilder app, IEndpointRouteBuilder api);

    static partial void MapIdentity(IEndpointRouteBuilder app, IEndpointRouteBuilder api);

    static partial void MapDoctor(IEndpointRouteBuilder app, IEndpointRouteBuilder api);

    internal static IResult Problem(int status, string code, string detail) =>
        Results.Json(new ProblemResponse($"/help/{code}", code.Replace('_', ' '), status, detail, code), ApiJson.Default.ProblemResponse, "application/problem+json", status);

    private static async Task<IResult> StatusAsync(ServerFacts facts, IQueueControl queue, ISpool spool, IEventLog events, CancellationToken stop)
    {
        var counts = queue.Counts;
        var totals = await TotalsAsync(events, stop);
        return Results.Json(
            new StatusResponse(
                facts.Hostname, facts.Version, facts.StartedAt, spool.Failure is not null ? "failed" : spool.Shortage is not null ? "full" : "ready", spool.Failure ?? spool.Shortage, counts.Messages, counts.Active, counts.Held, counts.OldestAcceptedAt,
                totals.ToDictionary(pair => Name(pair.Key), pair => pair.Value),
                SpoolEndpoints.Describe(spool.GetStats())),
            ApiJson.Default.StatusResponse);
    }

    /// <summary>Empty while the event log cannot be written, as on a full disk: the other answers matter most then.</summary>
    internal static async Task<IReadOnlyDictionary<MailEventKind, long>> TotalsAsync(IEventLog events, CancellationToken stop)
    {
        try
        {
            return await events.TotalsAsync(stop);
        }
        catch (IOException)
        {
            return new Dictionary<MailEventKind, long>();
        }
    }

    private static async Task<IResult> MessageAsync(string id, IQueueControl queue, IEventLog events, CancellationToken stop) =>
        !SpoolId.TryParse(id, out var message) ? Problem(400, "bad_id", $"\"{id}\" is not a message id: 26 characters, as in \"queued as …\"")
        : await FindMessageAsync(message, queue, events, stop) is { } found ? Results.Json(found, ApiJson.Default.MessageResponse) : Problem(404, "no_such_message", $"there is no message {message}");

    /// <returns>Null where there is no such message.</returns>
    internal static async Task<MessageResponse?> FindMessageAsync(SpoolId message, IQueueControl queue, IEventLog events, CancellationToken stop)
    {
        // In this order: a message that is done by now has all its facts in the log.
        QueueEntry? entry = null;
        var isUnreadable = false;
        try
        {
            entry = await queue.FindAsync(message, stop);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            isUnreadable = true;
        }

        var facts = await events.ForMessageAsync(message, stop);
        if (facts.Count == 0 && entry is null && !isUnreadable) return null;
        var recipients = entry is not null ? Recipients(entry) : [.. facts.Where(fact => fact.Kind != MailEventKind.Accepted && fact.Recipient is not null)
            .GroupBy(fact => fact.Recipient!).Select(group => new RecipientResponse(group.Key, Name(group.Last().Kind), group.Max(fact => fact.Attempt?.Number ?? 0), null))];
        return new MessageResponse(
            message.ToString(), isUnreadable ? "unreadable" : entry is null ? "done" : "queued", facts.Select(fact => fact.Sender).FirstOrDefault(sender => sender is not null),
            facts.Select(fact => fact.Account?.Value).FirstOrDefault(account => account is not null), recipients, [.. facts.SelectMany(Timeline)]);
    }

    internal static IReadOnlyList<RecipientResponse> Recipients(QueueEntry entry) =>
        [.. entry.Envelope.Recipients.Zip(entry.States, (address, state) => new RecipientResponse(
            address.ToString(), state.Status.ToString().ToLowerInvariant(), state.Attempts, state.Status == RecipientStatus.Queued ? state.NextAttempt : null, state.Route?.ToString()))];

    /// <summary>An event with an attempt shows as that attempt, then as its outcome; what follows a delivery has been shown with it.</summary>
    private static IEnumerable<TimelineEntry> Timeline(MailEvent fact)
    {
        if (fact.Attempt is { } attempt && !fact.IsFollowUp)
            yield return new TimelineEntry(fact.At, "attempted", fact.Recipient, null, attempt.Number, attempt.RemoteHost, attempt.RemoteAddress, attempt.Tls, attempt.Phase);
        yield return new TimelineEntry(fact.At, Name(fact.Kind), fact.Recipient, fact.Detail, fact.Attempt?.Number, fact.Attempt?.RemoteHost, fact.Attempt?.RemoteAddress, fact.Attempt?.Tls, fact.Attempt?.Phase);
    }

    internal static string Name(MailEventKind kind) => kind.ToString().ToLowerInvariant();
}
