using System.CommandLine;
using Standfast.Api;
using Standfast.Cli.Requests;

namespace Standfast.Cli.Commands;

internal static class QueueCommands
{
    public static Command Create(ServerConnection server) => new("queue", "What waits, and what to do with it")
    {
        List(server),
        Quarantine(server),
        Act(server, "hold", "Stop attempts until released"),
        Act(server, "release", "Make held and waiting recipients due now"),
        Act(server, "bounce", "Return undelivered mail to its senders now"),
        Act(server, "expire", "End mail as too old, and tell its senders"),
        Act(server, "reroute", "Send mail to another host than its domains name", new Option<string>("--to") { Description = "HOST or HOST:PORT; none for the usual way", Required = true }),
    };

    private static Command List(ServerConnection server)
    {
        var filter = new QueueFilterOptions();
        var limit = new Option<int>("--limit") { Description = "1 to 1000 messages, the oldest first", DefaultValueFactory = _ => 100 };
        var command = new Command("ls", "Messages that are not done") { limit };
        filter.AddTo(command);
        return server.Bind(command, parsed =>
        {
            var asked = filter.Read(parsed);
            return ApiRequest.Get(
                "/v1/queue", ("limit", parsed.GetValue(limit).ToString(null, null)), ("id", asked.Id), ("account", asked.Account), ("credential", asked.Credential), ("stream", asked.Stream), ("campaign", asked.Campaign),
                ("recipient", asked.Recipient), ("domain", asked.Domain), ("sender", asked.Sender), ("site", asked.Site), ("older_than", asked.OlderThan), ("status", asked.Status));
        });
    }

    private static Command Quarantine(ServerConnection server)
    {
        var limit = new Option<int>("--limit") { Description = "1 to 1000 messages, the oldest first", DefaultValueFactory = _ => 100 };
        return server.Bind(
            new Command("show-quarantine", "Messages set aside because they cannot be worked with, and why; \"queue release --id ID\" brings one back") { limit },
            parsed => ApiRequest.Get("/v1/queue/quarantine", ("limit", parsed.GetValue(limit).ToString(null, null))));
    }

    private static Command Act(ServerConnection server, string verb, string description, Option<string>? to = null)
    {
        var filter = new QueueFilterOptions();
        var all = new Option<bool>("--all") { Description = "Everything that is queued" };
        var reason = new Option<string>("--reason") { Description = "Why; it is kept with the messages", Required = true };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say how many messages and recipients it would be" };
        var command = new Command(verb, description) { all, reason, dryRun };
        if (to is not null) command.Options.Add(to);
        filter.AddTo(command);
        return server.Bind(command, parsed => ApiRequest.Post(
            $"/v1/queue/{verb}",
            filter.Read(parsed) with { All = parsed.GetValue(all), Reason = parsed.GetValue(reason)!, DryRun = parsed.GetValue(dryRun), To = to is null ? null : parsed.GetValue(to) },
            ApiJson.Default.QueueActionRequest));
    }
}
