using System.CommandLine;
using Standfast.Api;
using Standfast.Cli.Requests;

namespace Standfast.Cli.Commands;

internal static class QueueCommands
{
    public static Command Create(ServerConnection server) => new("queue", "What waits, and what to do with it")
    {
        List(server),
        Act(server, "hold", "Stop attempts until released"),
        Act(server, "release", "Make held and waiting recipients due now"),
        Act(server, "bounce", "Return undelivered mail to its senders now"),
    };

    private static Command List(ServerConnection server)
    {
        var account = new Option<string?>("--account") { Description = "Messages of this account" };
        var domain = new Option<string?>("--domain") { Description = "Messages with a recipient at this domain" };
        var limit = new Option<int>("--limit") { Description = "1 to 1000 messages, the oldest first", DefaultValueFactory = _ => 100 };
        return server.Bind(
            new Command("ls", "Messages that are not done") { account, domain, limit },
            parsed => ApiRequest.Get("/v1/queue", ("limit", parsed.GetValue(limit).ToString(null, null)), ("account", parsed.GetValue(account)), ("domain", parsed.GetValue(domain))));
    }

    private static Command Act(ServerConnection server, string verb, string description)
    {
        var id = new Option<string?>("--id") { Description = "This message" };
        var account = new Option<string?>("--account") { Description = "All messages of this account" };
        var domain = new Option<string?>("--domain") { Description = "Recipients at this domain" };
        var all = new Option<bool>("--all") { Description = "Everything that is queued" };
        var reason = new Option<string>("--reason") { Description = "Why; it is kept with the messages", Required = true };
        return server.Bind(
            new Command(verb, description) { id, account, domain, all, reason },
            parsed => ApiRequest.Post(
                $"/v1/queue/{verb}", new QueueActionRequest(parsed.GetValue(id), parsed.GetValue(account), parsed.GetValue(domain), parsed.GetValue(all), parsed.GetValue(reason)!), ApiJson.Default.QueueActionRequest));
    }
}
