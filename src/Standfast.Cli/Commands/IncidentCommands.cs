using System.CommandLine;
using Standfast.Api;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

internal static class IncidentCommands
{
    public static Command Create(ServerConnection server) => new("incident", "Suspensions, from their first sign to their end") { List(server), Show(server), Open(server), Note(server, "note", false), Note(server, "resolve", true), ReinstatementCommand.Create(server) };

    private static Command List(ServerConnection server)
    {
        var all = new Option<bool>("--all") { Description = "Also those that are over" };
        return server.Bind(new Command("ls", "Incidents that are not over: who, why, what is suspended, in whose words") { all }, parsed => ApiRequest.Get("/v1/incidents", ("all", parsed.GetValue(all) ? "true" : null)));
    }

    private static Command Show(ServerConnection server)
    {
        var id = Id();
        return server.Bind(new Command("show", "One incident: the counterparty's words, and everything that happened") { id }, parsed => ApiRequest.Get(PathOf(parsed.GetValue(id)!)) with { Show = PlainText.Write });
    }

    private static Command Open(ServerConnection server)
    {
        var counterparty = new Option<string>("--counterparty") { Description = "Who has suspended you: a provider, a blocklist, a hosting company", Required = true };
        var text = new Option<string>("--text") { Description = "Their own words, word for word", Required = true };
        var cause = new Option<string>("--cause") { Description = "Such as ip-reputation, blocklist, complaint", DefaultValueFactory = _ => "other" };
        var scope = new Option<string>("--scope") { Description = "What is suspended, such as \"source=NAME provider=NAME\"", DefaultValueFactory = _ => "everything" };
        return server.Bind(
            new Command("open", "Open an incident by hand, for a suspension that came by mail or telephone") { counterparty, text, cause, scope },
            parsed => ApiRequest.Post(
                "/v1/incidents", new IncidentRequest(parsed.GetValue(counterparty)!, parsed.GetValue(text)!, parsed.GetValue(cause)!, parsed.GetValue(scope)!), ApiJson.Default.IncidentRequest) with
            { Show = PlainText.Write });
    }

    private static Command Note(ServerConnection server, string verb, bool resolves)
    {
        var id = Id();
        var text = new Option<string>("--text") { Description = "One sentence for the timeline", Required = true };
        return server.Bind(
            new Command(verb, resolves ? "End an incident" : "Add a line to an incident's timeline") { id, text },
            parsed => ApiRequest.Post(PathOf(parsed.GetValue(id)!) + "/notes", new IncidentNoteRequest(parsed.GetValue(text)!, resolves), ApiJson.Default.IncidentNoteRequest, takesFirst: false) with { Show = PlainText.Write });
    }

    private static Argument<string> Id() => new("ID") { Description = "Such as INC-7" };

    private static string PathOf(string id) => "/v1/incidents/" + Uri.EscapeDataString(id);
}
