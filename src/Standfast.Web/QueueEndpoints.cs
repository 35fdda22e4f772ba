using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Api;
using Standfast.Queue;

namespace Standfast.Web;

/// <summary>What waits, and what people do to it.</summary>
internal static class QueueEndpoints
{
    private const int MaxEntries = 1000;

    public static void Map(RouteGroupBuilder api)
    {
        var queue = api.MapGroup("/queue").WithTags("Queue").ForOperators();
        queue.MapGet("", ListAsync).Answers<IReadOnlyList<QueueEntryResponse>>("listQueue", "Messages that are not done", problems: 400);
        queue.MapGet("/quarantine", QuarantineAsync).Answers<IReadOnlyList<QuarantinedResponse>>("listQuarantine", "Messages set aside because they cannot be worked with; release brings one back", problems: 400);
        MapAction(queue, "hold", "Stop attempts until released", new QueueAction.Hold());
        MapAction(queue, "release", "Make held and waiting recipients due now", new QueueAction.Release());
        MapAction(queue, "bounce", "Return undelivered mail to its senders now", new QueueAction.Bounce());
        MapAction(queue, "expire", "End mail as too old, and tell its senders", new QueueAction.Expire());
        queue.MapPost("/reroute", RerouteAsync).Answers<QueueActionResponse>("rerouteQueue", "Send mail to another host than its domains name", problems: 400);
    }

    private static void MapAction(RouteGroupBuilder queue, string verb, string summary, QueueAction action) =>
        queue.MapPost($"/{verb}", (QueueActionRequest request, IQueueControl control, TimeProvider time, HttpContext http, CancellationToken stop) => ActAsync(request, action, control, time, http, stop))
            .Answers<QueueActionResponse>($"{verb}Queue", summary, problems: 400);

    private static async Task<IResult> ListAsync(IQueueControl queue, TimeProvider time, [AsParameters] QueueQuery query, CancellationToken stop)
    {
        if (!QueueFilters.TryRead(query.ToRequest(), time.GetUtcNow(), out var filter, out var problem)) return problem;
        if (!PageSize.IsIn(query.Limit, MaxEntries, out problem)) return problem;
        var entries = await queue.ListAsync(filter, query.Limit ?? 100, stop);
        return Results.Json(
            (IReadOnlyList<QueueEntryResponse>)[.. entries.Select(entry => new QueueEntryResponse(
                entry.Envelope.Id.ToString(), entry.Envelope.Sender.ToString(), entry.Envelope.Account?.Value, entry.Envelope.AcceptedAt, StandfastEndpoints.Recipients(entry),
                entry.Envelope.Stream.Value, entry.Envelope.Campaign?.Value))],
            ApiJson.Default.IReadOnlyListQueueEntryResponse);
    }

    private static async Task<IResult> QuarantineAsync(IQueueControl queue, CancellationToken stop, [Description("1 to 1000 messages, the oldest first.")] int limit = 100)
    {
        if (!PageSize.IsIn(limit, MaxEntries, out var problem)) return problem;
        var messages = await queue.ListQuarantineAsync(limit, stop);
        return Results.Json(
            (IReadOnlyList<QuarantinedResponse>)[.. messages.Select(message => new QuarantinedResponse(message.Id.ToString(), message.At, message.Sender, message.Account?.Value, message.Reason))],
            ApiJson.Default.IReadOnlyListQuarantinedResponse);
    }

    private static Task<IResult> RerouteAsync(QueueActionRequest request, IQueueControl queue, TimeProvider time, HttpContext http, CancellationToken stop)
    {
        RouteOverride? route = null;
        return request.To is null || (request.To != "none" && !RouteOverride.TryParse(request.To, out route))
            ? Task.FromResult(StandfastEndpoints.Problem(400, "bad_to", $"to = \"{request.To}\" must be HOST or HOST:PORT, a name or an IPv4 address, or none for the usual way"))
            : ActAsync(request, new QueueAction.Reroute(route), queue, time, http, stop);
    }

    internal static async Task<IResult> ActAsync(QueueActionRequest request, QueueAction action, IQueueControl queue, TimeProvider time, HttpContext http, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(request.Reason)) return StandfastEndpoints.Problem(400, "reason_needed", "give a reason; it is kept with the messages");
        if (!QueueFilters.TryRead(request, time.GetUtcNow(), out var filter, out var problem)) return problem;
        if (filter.IsEverything && !request.All) return StandfastEndpoints.Problem(400, "filter_needed", "name an id, an account, a domain or another condition, or say all");
        var change = await queue.ActAsync(action, filter, request.Reason, request.DryRun, stop);
        http.Audited(
            $"queue.{action.GetType().Name.ToLowerInvariant()}", QueueFilters.Describe(request), $"{change.Recipients} recipients of {change.Messages} messages{(request.DryRun ? ", only counted" : "")}: {request.Reason}");
        return Results.Json(new QueueActionResponse(change.Messages, change.Recipients, request.DryRun), ApiJson.Default.QueueActionResponse);
    }
}
