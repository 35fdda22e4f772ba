using System.CommandLine;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

internal static class EventsCommand
{
    public static Command Create(ServerConnection server)
    {
        var message = new Option<string?>("--message") { Description = "Facts about this message", HelpName = "ID" };
        var kind = new Option<string?>("--kind") { Description = "accepted, delivered, deferred, bounced, expired, held, released, quarantined, rerouted, returned, suppressed, undelivered, complained, unsubscribed, opened or clicked" };
        var after = new Option<string?>("--after") { Description = "Facts after this one; 0 starts at the first", HelpName = "EVENT" };
        var limit = new Option<int>("--limit") { Description = "1 to 1000 facts", DefaultValueFactory = _ => 100 };
        return server.Bind(
            new Command("events", "Facts about mail: the newest, or those after an event") { message, kind, after, limit },
            parsed => ApiRequest.Get(
                "/v1/events", ("limit", parsed.GetValue(limit).ToString(null, null)), ("message", parsed.GetValue(message)), ("kind", parsed.GetValue(kind)), ("after", parsed.GetValue(after))) with
            {
                Show = EventLines.Write,
            });
    }
}
