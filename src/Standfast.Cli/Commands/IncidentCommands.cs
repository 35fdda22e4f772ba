using System.CommandLine;
using Standfast.Api;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

internal static class IncidentCommands
{
    public static Command Create(ServerConnection server)
    {
        var command = new Command("incident", "Suspensions, from their first sign to their end") { List(server), Show(server), Open(server) };
        foreach (var verb in IncidentLifeCommands.All(server)) command.Subcommands.Add(verb);
        command.Subcommands.Add(Note(server, "note", false));
        command.Subcommands.Add(Note(server, "resolve", true));
        command.Subcommands.Add(ReinstatementCommand.Create(server));
        return command;
    }

    private static Command List(ServerConnection server)
    {
        var all = new Option<bool>("--all") { Description = "Also those that are over" };
        return server.Bind(new Command("ls", "Incidents that are not over: who, why, what is suspended, in whose words") { all }, parsed => ApiRequest.Get("/v1/incidents", ("all", parsed.GetValue(all) ? "true" : null)));
    }

    private static Command Show(ServerConnection server)
    {
        var id = Id();
        return server.Bind(new Command("show", "One incident on one screen: their words, the cause, the checklist, what to do next") { id }, parsed => ApiRequest.Get(PathOf(parsed.GetValue(id)!)) with { Show = IncidentReport.Write });
    }

    private static Command Open(ServerConnection server)
    {
        var notice = new Option<string?>("--notice") { Description = "What they wrote, as text or as a message; - reads standard input. It says the rest", HelpName = "FILE" };
        var counterparty = new Option<string?>("--counterparty") { Description = "Who has suspended you: a provider, a blocklist, a hosting company" };
        var text = new Option<string?>("--text") { Description = "Their own words, word for word" };
        var cause = new Option<string?>("--cause") { Description = "Such as ip-reputation, blocklist, complaint" };
        var scope = new Option<string?>("--scope") { Description = "What is suspended, such as \"source=NAME provider=NAME\"" };
        var command = new Command("open", "Open an incident for a suspension that came by mail or telephone: by its notice, or by --counterparty and --text") { notice, counterparty, text, cause, scope };
        command.Validators.Add(given =>
        {
            if (given.GetValue(notice) is not null == given.GetValue(text) is not null) given.AddError("Give --notice FILE, or --counterparty NAME and --text TEXT.");
            else if (given.GetValue(text) is not null && given.GetValue(counterparty) is null) given.AddError("Option '--counterparty' is required with --text.");
        });
        command.SetAction((parsed, stop) => parsed.GetValue(notice) is { } file
            ? IncidentLifeCommands.OpenAsync(server, parsed, file, parsed.GetValue(counterparty), parsed.GetValue(cause), parsed.GetValue(scope), stop)
            : server.SendAsync(
                parsed,
                ApiRequest.Post(
                    "/v1/incidents", new IncidentRequest(parsed.GetValue(counterparty)!, parsed.GetValue(text)!, parsed.GetValue(cause) ?? "other", parsed.GetValue(scope) ?? "everything"), ApiJson.Default.IncidentRequest) with
                { Show = IncidentReport.Write },
                stop));
        return command;
    }

    private static Command Note(ServerConnection server, string verb, bool resolves)
    {
        var id = Id();
        var text = new Option<string>("--text") { Description = "One sentence for the timeline", Required = true };
        return server.Bind(
            new Command(verb, resolves ? "End an incident" : "Add a line to an incident's timeline") { id, text },
            parsed => ApiRequest.Post(PathOf(parsed.GetValue(id)!) + "/notes", new IncidentNoteRequest(parsed.GetValue(text)!, resolves), ApiJson.Default.IncidentNoteRequest, takesFirst: false) with { Show = IncidentReport.Write });
    }

    private static Argument<string> Id() => new("ID") { Description = "Such as INC-7" };

    private static string PathOf(string id) => "/v1/incidents/" + Uri.EscapeDataString(id);
}
