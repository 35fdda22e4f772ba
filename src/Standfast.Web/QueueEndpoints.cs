using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Api;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Web;

/// <summary>What waits, and what people do to it.</summary>
internal static class QueueEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var queue = api.MapGroup("/queue").WithTags("Queue");
        queue.MapGet("", ListAsync).Answers<IReadOnlyList<QueueEntryResponse>>("listQueue", "Messages that are not done", problems: 400);
        queue.MapGet("/quarantine", QuarantineAsync).Answers<IReadOnlyList<QuarantinedResponse>>("listQuarantine", "Messages set aside because they cannot be worked with; release brings one back");
        queue.MapPost("/hold", (QueueActionRequest request, IQueueControl queue, CancellationToken stop) => ActAsync(request, queue.HoldAsync, stop))
            .Answers<QueueActionResponse>("holdQueue", "Stop attempts until released", problems: 400);
        queue.MapPost("/release", (QueueActionRequest request, IQueueControl queue, CancellationToken stop) => ActAsync(request, queue.ReleaseAsync, stop))
            .Answers<QueueActionResponse>("releaseQueue", "Make held and waiting recipients due now", problems: 400);
        queue.MapPost("/bounce", (QueueActionRequest request, IQueueControl queue, CancellationToken stop) => ActAsync(request, queue.BounceAsync, stop))
            .Answers<QueueActionResponse>("bounceQueue", "Return undelivered mail to its senders now", problems: 400);
    }

    private static async Task<IResult> ListAsync(
        IQueueControl queue, CancellationToken stop, [Description("1 to 1000 messages, the oldest first.")] int limit = 100, string? account = null, [Description("Domain of a recipient.")] string? domain = null)
    {
        if (!TryFilter(null, account, domain, out var filter, out var problem)) return problem!;
        var entries = await queue.ListAsync(filter!, Math.Clamp(limit, 1, 1000), stop);
        return Results.Json(
            (IReadOnlyList<QueueEntryResponse>)[.. entries.Select(entry => new QueueEntryResponse(
                entry.Envelope.Id.ToString(), entry.Envelope.Sender.ToString(), entry.Envelope.Account?.Value, entry.Envelope.AcceptedAt, StandfastEndpoints.Recipients(entry)))],
            ApiJson.Default.IReadOnlyListQueueEntryResponse);
    }

    private static async Task<IResult> QuarantineAsync(IQueueControl queue, CancellationToken stop, [Description("1 to 1000 messages, the oldest first.")] int limit = 100)
    {
        var messages = await queue.ListQuarantineAsync(Math.Clamp(limit, 1, 1000), stop);
        return Results.Json(
            (IReadOnlyList<QuarantinedResponse>)[.. messages.Select(message => new QuarantinedResponse(message.Id.ToString(), message.At, message.Sender, message.Account?.Value, message.Reason))],
            ApiJson.Default.IReadOnlyListQuarantinedResponse);
    }

    private static async Task<IResult> ActAsync(QueueActionRequest request, Func<QueueFilter, string, CancellationToken, Task<int>> act, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(request.Reason)) return StandfastEndpoints.Problem(400, "reason_needed", "give a reason; it is kept with the messages");
        if (!request.All && request.Id is null && request.Account is null && request.Domain is null) return StandfastEndpoints.Problem(400, "filter_needed", "name an id, an account or a domain, or say all");
        if (!TryFilter(request.Id, request.Account, request.Domain, out var filter, out var problem)) return problem!;
        return Results.Json(new QueueActionResponse(await act(filter!, request.Reason, stop)), ApiJson.Default.QueueActionResponse);
    }

    private static bool TryFilter(string? id, string? account, string? domain, out QueueFilter? filter, out IResult? problem)
    {
        filter = null;
        problem = null;
        var (spoolId, accountId, domainName) = (default(SpoolId), default(AccountId), default(DomainName));
        if (id is not null && !SpoolId.TryParse(id, out spoolId)) problem = StandfastEndpoints.Problem(400, "bad_id", $"\"{id}\" is not a message id");
        else if (account is not null && !AccountId.TryParse(account, out accountId)) problem = StandfastEndpoints.Problem(400, "bad_account", $"\"{account}\" is not an account name");
        else if (domain is not null && !DomainName.TryParse(domain, out domainName)) problem = StandfastEndpoints.Problem(400, "bad_domain", $"\"{domain}\" is not a domain name");
        else filter = new QueueFilter(id is null ? null : spoolId, accountId, domainName);
        return filter is not null;
    }
}
