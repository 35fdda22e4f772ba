using System.CommandLine;
using Standfast.Api;
using Standfast.Cli.Requests;

namespace Standfast.Cli.Commands;

internal static class SenderCommands
{
    public static Command Create(ServerConnection server) => new("sender", "Who sends how much, what is normal for it, and what is held")
    {
        List(server),
        Show(server),
        Act(server, "release", "Lift a hold and send what is held; what was judged is normal from now on"),
        Act(server, "delete", "End the mail held of a sender without telling anybody by mail; the hold stays"),
    };

    private static Command List(ServerConnection server)
    {
        var limit = new Option<int>("--limit") { Description = "1 to 1000 senders", DefaultValueFactory = _ => 100 };
        return server.Bind(
            new Command("ls", "Senders, held ones first: the last hour beside the normal") { limit },
            parsed => ApiRequest.Get("/v1/senders", ("limit", parsed.GetValue(limit).ToString(null, null))));
    }

    private static Command Show(ServerConnection server)
    {
        var id = Id();
        return server.Bind(
            new Command("show", "One sender on one screen: normal and now, why it is held, samples of its mail") { id },
            parsed => ApiRequest.Get("/v1/senders/show", ("id", parsed.GetValue(id))));
    }

    private static Command Act(ServerConnection server, string verb, string description)
    {
        var id = Id();
        var reason = new Option<string>("--reason") { Description = "Why; it is kept with the messages", Required = true };
        return server.Bind(
            new Command(verb, description) { id, reason },
            parsed => ApiRequest.Post($"/v1/senders/{verb}", new SenderActionRequest(parsed.GetValue(id)!, parsed.GetValue(reason)!), ApiJson.Default.SenderActionRequest, takesFirst: false) with { IsLong = true });
    }

    private static Argument<string> Id() => new("ID") { Description = "User name of a credential, trusted:ACCOUNT, ACCOUNT/STREAM or ACCOUNT/STREAM/CAMPAIGN" };
}
