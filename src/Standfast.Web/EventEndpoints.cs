using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Api;
using Standfast.Events;
using Standfast.Mail;

namespace Standfast.Web;

/// <summary>The facts about mail, as a log to read and to follow.</summary>
internal static class EventEndpoints
{
    private static readonly Dictionary<string, MailEventKind> s_kinds = Enum.GetValues<MailEventKind>().ToDictionary(StandfastEndpoints.Name);

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/events", ListAsync).Answers<EventPage>("listEvents", "Facts about mail, oldest first: the newest ones, or those after an id", problems: 400).WithTags("Events");

    // Texts, not numbers: each mistake is answered by its own name.
    private static async Task<IResult> ListAsync(
        IEventLog events, CancellationToken stop,
        [Description("Id of a message.")] string? message = null,
        [Description("accepted, delivered, deferred, bounced, expired, held, released, quarantined or rerouted.")] string? kind = null,
        [Description("Only facts with a higher id; 0 starts at the first. Default: the newest facts.")] string? after = null,
        [Description("1 to 1000 facts; default 100.")] string? limit = null)
    {
        var (id, some, from, count) = (default(SpoolId), default(MailEventKind), 0L, (long)EventQuery.DefaultLimit);
        if (!string.IsNullOrEmpty(message) && !SpoolId.TryParse(message, out id)) return StandfastEndpoints.Problem(400, "bad_id", $"message = \"{message}\" is not a message id: 26 characters, as in \"queued as …\"");
        if (!string.IsNullOrEmpty(kind) && !s_kinds.TryGetValue(kind, out some)) return StandfastEndpoints.Problem(400, "bad_kind", $"kind = \"{kind}\" must be one of {string.Join(", ", s_kinds.Keys)}");
        if (!TryNumber(after, 0, long.MaxValue, ref from)) return StandfastEndpoints.Problem(400, "bad_after", $"after = \"{after}\" must be the id of an event, or 0");
        if (!TryNumber(limit, 1, EventQuery.MaxLimit, ref count)) return StandfastEndpoints.Problem(400, "bad_limit", $"limit = \"{limit}\" must be a whole number from 1 to {EventQuery.MaxLimit}");
        var page = await events.QueryAsync(
            new EventQuery(string.IsNullOrEmpty(message) ? null : id, string.IsNullOrEmpty(kind) ? null : some, string.IsNullOrEmpty(after) ? null : from, (int)count), stop);
        return Results.Json(new EventPage([.. page.Select(Describe)], page.Count > 0 ? page[^1].Id : from), ApiJson.Default.EventPage);
    }

    /// <summary>Nothing given leaves the value as it is.</summary>
    private static bool TryNumber(string? text, long least, long most, ref long value)
    {
        if (string.IsNullOrEmpty(text)) return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < least || number > most) return false;
        value = number;
        return true;
    }

    private static EventResponse Describe(LoggedEvent logged)
    {
        var (fact, attempt) = (logged.Fact, logged.Fact.Attempt);
        return new EventResponse(
            logged.Id, fact.Message.ToString(), fact.At, StandfastEndpoints.Name(fact.Kind), fact.Recipient, fact.Sender, fact.Account?.Value, fact.Detail,
            attempt?.Number, attempt?.RemoteHost, attempt?.RemoteAddress, attempt?.Tls, attempt?.Phase, attempt?.Source, attempt?.Provider);
    }
}
