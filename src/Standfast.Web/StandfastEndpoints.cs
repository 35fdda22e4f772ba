using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Api;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Web;

/// <summary>The HTTP API: thin over the engine's ports.</summary>
public static class StandfastEndpoints
{
    public static void MapStandfast(this IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz", () => Results.Text("ok\n"));
        app.MapGet("/readyz", (ISpool spool) => spool.Failure is { } reason ? Results.Text(reason + "\n", statusCode: StatusCodes.Status503ServiceUnavailable) : Results.Text("ready\n"));
        app.MapGet("/metrics", MetricsPage.WriteAsync);
        var api = app.MapGroup("/v1").AddEndpointFilter(async (context, next) =>
        {
            var token = (AdminToken)context.HttpContext.RequestServices.GetService(typeof(AdminToken))!;
            return token.Allows(context.HttpContext.Request) ? await next(context) : Problem(401, "unauthorized", "Send the admin token as \"Authorization: Bearer TOKEN\"; it is in DATA/admin.token");
        });
        api.MapGet("/status", StatusAsync);
        api.MapGet("/messages/{id}", MessageAsync);
        api.MapGet("/queue", ListQueueAsync);
        api.MapPost("/queue/hold", (QueueActionRequest request, IQueueControl queue, CancellationToken stop) => ActAsync(request, queue.HoldAsync, stop));
        api.MapPost("/queue/release", (QueueActionRequest request, IQueueControl queue, CancellationToken stop) => ActAsync(request, queue.ReleaseAsync, stop));
        api.MapPost("/queue/bounce", (QueueActionRequest request, IQueueControl queue, CancellationToken stop) => ActAsync(request, queue.BounceAsync, stop));
        AccountEndpoints.Map(api);
    }

    internal static IResult Problem(int status, string code, string detail) =>
        Results.Json(new ProblemResponse($"/help/{code}", code.Replace('_', ' '), status, detail, code), ApiJson.Default.ProblemResponse, "application/problem+json", status);

    private static async Task<IResult> StatusAsync(ServerFacts facts, IQueueControl queue, ISpool spool, IEventLog events, CancellationToken stop)
    {
        var counts = queue.Counts;
        var totals = await events.TotalsAsync(stop);
        var stats = spool.GetStats();
        return Results.Json(
            new StatusResponse(
                facts.Hostname, facts.Version, facts.StartedAt, spool.Failure is null ? "ready" : "failed", spool.Failure, counts.Messages, counts.Active, counts.Held, counts.OldestAcceptedAt,
                totals.ToDictionary(pair => Name(pair.Key), pair => pair.Value),
                new SpoolResponse(stats.Segments, stats.SizeBytes, stats.Messages, stats.DamagedRecords, stats.Syncs, stats.Appends)),
            ApiJson.Default.StatusResponse);
    }

    private static async Task<IResult> MessageAsync(string id, IQueueControl queue, IEventLog events, CancellationToken stop)
    {
        if (!SpoolId.TryParse(id, out var message)) return Problem(400, "bad_id", $"\"{id}\" is not a message id: 26 characters, as in \"queued as …\"");
        var facts = await events.ForMessageAsync(message, stop);
        var entry = await queue.FindAsync(message, stop);
        if (facts.Count == 0 && entry is null) return Problem(404, "no_such_message", $"there is no message {message}");
        var recipients = entry is not null ? Recipients(entry) : [.. facts.Where(fact => fact.Kind != MailEventKind.Accepted && fact.Recipient is not null)
            .GroupBy(fact => fact.Recipient!).Select(group => new RecipientResponse(group.Key, Name(group.Last().Kind), group.Max(fact => fact.Attempt?.Number ?? 0), null))];
        return Results.Json(
            new MessageResponse(
                message.ToString(), entry is null ? "done" : "queued", facts.Select(fact => fact.Sender).FirstOrDefault(sender => sender is not null),
                facts.Select(fact => fact.Account?.Value).FirstOrDefault(account => account is not null), recipients, [.. facts.SelectMany(Timeline)]),
            ApiJson.Default.MessageResponse);
    }

    private static async Task<IResult> ListQueueAsync(IQueueControl queue, CancellationToken stop, int limit = 100, string? account = null, string? domain = null)
    {
        if (!TryFilter(null, account, domain, out var filter, out var problem)) return problem!;
        var entries = await queue.ListAsync(filter!, Math.Clamp(limit, 1, 1000), stop);
        return Results.Json(
            (IReadOnlyList<QueueEntryResponse>)[.. entries.Select(entry => new QueueEntryResponse(
                entry.Envelope.Id.ToString(), entry.Envelope.Sender.ToString(), entry.Envelope.Account?.Value, entry.Envelope.AcceptedAt, Recipients(entry)))],
            ApiJson.Default.IReadOnlyListQueueEntryResponse);
    }

    private static async Task<IResult> ActAsync(QueueActionRequest request, Func<QueueFilter, string, CancellationToken, Task<int>> act, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(request.Reason)) return Problem(400, "reason_needed", "give a reason; it is kept with the messages");
        if (!request.All && request.Id is null && request.Account is null && request.Domain is null) return Problem(400, "filter_needed", "name an id, an account or a domain, or say all");
        if (!TryFilter(request.Id, request.Account, request.Domain, out var filter, out var problem)) return problem!;
        return Results.Json(new QueueActionResponse(await act(filter!, request.Reason, stop)), ApiJson.Default.QueueActionResponse);
    }

    private static bool TryFilter(string? id, string? account, string? domain, out QueueFilter? filter, out IResult? problem)
    {
        filter = null;
        problem = null;
        var (spoolId, accountId, domainName) = (default(SpoolId), default(AccountId), default(DomainName));
        if (id is not null && !SpoolId.TryParse(id, out spoolId)) problem = Problem(400, "bad_id", $"\"{id}\" is not a message id");
        else if (account is not null && !AccountId.TryParse(account, out accountId)) problem = Problem(400, "bad_account", $"\"{account}\" is not an account name");
        else if (domain is not null && !DomainName.TryParse(domain, out domainName)) problem = Problem(400, "bad_domain", $"\"{domain}\" is not a domain name");
        else filter = new QueueFilter(id is null ? null : spoolId, accountId, domainName);
        return filter is not null;
    }

    private static IReadOnlyList<RecipientResponse> Recipients(QueueEntry entry) =>
        [.. entry.Envelope.Recipients.Zip(entry.States, (address, state) => new RecipientResponse(
            address.ToString(), state.Status.ToString().ToLowerInvariant(), state.Attempts, state.Status == RecipientStatus.Queued ? state.NextAttempt : null))];

    /// <summary>An event with an attempt shows as that attempt, then as its outcome.</summary>
    private static IEnumerable<TimelineEntry> Timeline(MailEvent fact)
    {
        if (fact.Attempt is { } attempt)
            yield return new TimelineEntry(fact.At, "attempted", fact.Recipient, null, attempt.Number, attempt.RemoteHost, attempt.RemoteAddress, attempt.Tls, attempt.Phase);
        yield return new TimelineEntry(fact.At, Name(fact.Kind), fact.Recipient, fact.Detail, fact.Attempt?.Number, fact.Attempt?.RemoteHost, fact.Attempt?.RemoteAddress, fact.Attempt?.Tls, fact.Attempt?.Phase);
    }

    internal static string Name(MailEventKind kind) => kind.ToString().ToLowerInvariant();
}
