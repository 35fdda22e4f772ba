using System.CommandLine;
using Standfast.Api;
using Standfast.Cli.Requests;

namespace Standfast.Cli.Commands;

internal static class CredentialCommands
{
    public static Command Create(ServerConnection server)
    {
        var account = new Option<string>("--account") { Description = "Whose it is", DefaultValueFactory = _ => "default" };
        var description = new Option<string?>("--description") { Description = "What uses it" };
        var user = new Argument<string>("USER") { Description = "Its user name" };
        return new Command("credential", "What clients log in with")
        {
            server.Bind(
                new Command("add", "Make a credential; its password is shown this once") { account, description },
                parsed => ApiRequest.Post("/v1/credentials", new CredentialRequest(parsed.GetValue(account)!, parsed.GetValue(description)), ApiJson.Default.CredentialRequest)),
            server.Bind(new Command("ls", "All credentials"), _ => ApiRequest.Get("/v1/credentials")),
            server.Bind(new Command("revoke", "End a credential for good") { user }, parsed => ApiRequest.Delete($"/v1/credentials/{Uri.EscapeDataString(parsed.GetValue(user)!)}")),
        };
    }
}
