using System.CommandLine;
using Standfast.Api;
using Standfast.Cli.Requests;

namespace Standfast.Cli.Commands;

internal static class AccountCommands
{
    public static Command Create(ServerConnection server)
    {
        var name = new Argument<string>("NAME") { Description = "1 to 64 of a-z, 0-9, dot, hyphen and underscore" };
        return new Command("account", "Senders: customers, applications, people")
        {
            server.Bind(new Command("add", "Add an account") { name }, parsed => ApiRequest.Post("/v1/accounts", new AccountRequest(parsed.GetValue(name)!), ApiJson.Default.AccountRequest)),
            server.Bind(new Command("ls", "All accounts"), _ => ApiRequest.Get("/v1/accounts")),
            PauseCommands.OfAccount(server, "pause"),
            PauseCommands.OfAccount(server, "resume"),
        };
    }
}
