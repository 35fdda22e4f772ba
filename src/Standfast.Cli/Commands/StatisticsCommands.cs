using System.CommandLine;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

/// <summary>What happened to mail, in numbers.</summary>
internal static class StatisticsCommands
{
    public static Command Create(ServerConnection server) => new("stats", "What happened to mail, in numbers") { Show(server), Top(server), Anomalies(server), Limits(server) };

    private static Command Show(ServerConnection server)
    {
        var options = new StatisticsOptions();
        var step = new Option<string?>("--step") { Description = "minute, hour or day: a line for each", HelpName = "STEP" };
        var by = new Option<string?>("--by") { Description = "A line for each account, stream, campaign, source, provider or domain, or several of them with commas", HelpName = "WHAT" };
        var command = new Command("show", "Rates, causes and times to delivery, of everything or of a part, with a line for each step of time") { step, by };
        options.AddTo(command);
        return server.Bind(command, parsed => options.Ask(parsed, ("step", parsed.GetValue(step)), ("by", parsed.GetValue(by))) with { Show = StatisticsTable.Write });
    }

    private static Command Top(ServerConnection server)
    {
        var options = new StatisticsOptions();
        var by = new Option<string>("--by") { Description = "account, stream, campaign, source, provider or domain, or several of them with commas", DefaultValueFactory = _ => "provider", HelpName = "WHAT" };
        var order = new Option<string?>("--order") { Description = "attempts (default), accepted, delivered, deferred, bounced, complained, unsubscribed and so on", HelpName = "COUNT" };
        var limit = new Option<int>("--limit") { Description = "1 to 1000 lines", DefaultValueFactory = _ => 20 };
        var command = new Command("top", "Who has most of something") { by, order, limit };
        options.AddTo(command);
        return server.Bind(
            command, parsed => options.Ask(parsed, ("by", parsed.GetValue(by)), ("order", parsed.GetValue(order)), ("limit", parsed.GetValue(limit).ToString(null, null))) with { Show = StatisticsTable.Write });
    }

    private static Command Anomalies(ServerConnection server)
    {
        var open = new Option<bool>("--open") { Description = "Only those that are not over" };
        var limit = new Option<int>("--limit") { Description = "1 to 1000", DefaultValueFactory = _ => 100 };
        return server.Bind(
            new Command("anomalies", "What is unlike itself: rates and volumes far from what is usual at that hour of the week") { open, limit },
            parsed => ApiRequest.Get("/v1/statistics/anomalies", ("open", parsed.GetValue(open) ? "true" : null), ("limit", parsed.GetValue(limit).ToString(null, null))) with { Show = FindingTable.WriteAnomalies });
    }

    private static Command Limits(ServerConnection server) => server.Bind(
        new Command("limits", "How far mail is from the limits that providers have published, and when it meets them at this rate"), _ => ApiRequest.Get("/v1/statistics/limits") with { Show = FindingTable.WriteLimits });
}
