using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Web.Console.Shell;

namespace Standfast.Web.Console.Messages;

/// <summary>Where is my mail, and why is it not delivered?</summary>
internal static class MessagesRoom
{
    public static ConsoleRoom Room { get; } = new("/console/messages", "Messages");

    public static void Map(IEndpointRouteBuilder console)
    {
        var messages = console.MapGroup("/messages").ForOperators();
        messages.MapGet("", SearchAsync);
        messages.MapGet("/{id}", ShowAsync);
    }

    private static async Task<IResult> SearchAsync(HttpContext http, IQueueControl queue, IEventLog events, CancellationToken stop, string? q = null, string? credential = null, string? from = null, string? to = null)
    {
        var query = new MessageQuery(q?.Trim() ?? "", credential?.Trim() ?? "", from?.Trim() ?? "", to?.Trim() ?? "");
        if (SpoolId.TryParse(query.Text, out var id)) return ConsolePage.GoTo($"{Room.Path}/{id}");
        var view = await new MessageSearch(queue, events).FindAsync(query, stop);
        return ConsolePage.Show<MessageListPage, MessageListView>(http, Room.Title, view, view.Error.Length > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }

    private static async Task<IResult> ShowAsync(string id, HttpContext http, IQueueControl queue, IEventLog events, ISpool spool, CancellationToken stop)
    {
        if (!SpoolId.TryParse(id, out var message) || await StandfastEndpoints.FindMessageAsync(message, queue, events, stop) is not { } found)
            return ConsolePage.Refuse(http, StatusCodes.Status404NotFound, "There is no such message", "An id has 26 characters, as in \"queued as …\". Perhaps it was cut short; search by an address instead.");
        var facts = await events.ForMessageAsync(message, stop);
        var cases = await ExplainEndpoints.ReaderOf(http.RequestServices).ReadAsync(message, stop);
        var view = new MessagePageView(found, ExplainEndpoints.Explain(cases ?? []), await MessageSample.ReadAsync(spool, message, stop))
        {
            Credential = facts.Select(fact => fact.Credential).FirstOrDefault(user => user is not null) ?? "",
            Stream = facts.Select(fact => fact.Stream?.Value).FirstOrDefault(stream => stream is not null) ?? "",
        };
        return ConsolePage.Show<MessagePage, MessagePageView>(http, $"Message {found.Id}", view);
    }
}
