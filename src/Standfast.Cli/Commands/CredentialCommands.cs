using System.CommandLine;
using Standfast.Api;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

internal static class CredentialCommands
{
    public static Command Create(ServerConnection server) => new("credential", "What clients log in with")
    {
        Add(server),
        server.Bind(new Command("ls", "All credentials"), _ => ApiRequest.Get("/v1/credentials")),
        Revoke(server),
    };

    private static Command Add(ServerConnection server)
    {
        var account = new Option<string>("--account") { Description = "Whose it is", DefaultValueFactory = _ => "default" };
        var description = new Option<string?>("--description") { Description = "What uses it" };
        var kind = new Option<string>("--kind") { Description = "smtp or api", DefaultValueFactory = _ => "smtp" };
        var domains = new Option<string[]>("--from-domain") { Description = "Only for mail of this domain of the account; may be given again" };
        var addresses = new Option<string[]>("--from-address") { Description = "Only for clients of this address or network; may be given again" };
        var expires = new Option<string?>("--expires") { Description = "Its end: a duration from now such as 90d, or a time such as 2030-01-31T00:00:00Z" };
        var rate = new Option<int?>("--rate") { Description = "Recipients in an hour, at most" };
        return server.Bind(
            new Command("add", "Make a credential; its password is shown this once") { account, description, kind, domains, addresses, expires, rate },
            parsed => ApiRequest.Post(
                "/v1/credentials",
                new CredentialRequest(parsed.GetValue(account)!, parsed.GetValue(description))
                {
                    Kind = parsed.GetValue(kind)!,
                    FromDomains = parsed.GetValue(domains),
                    FromAddresses = parsed.GetValue(addresses),
                    Expires = parsed.GetValue(expires),
                    RatePerHour = parsed.GetValue(rate),
                },
                ApiJson.Default.CredentialRequest));
    }

    private static Command Revoke(ServerConnection server)
    {
        var user = new Argument<string>("USER") { Description = "Its user name" };
        var reason = new Option<string>("--reason") { Description = "Why; it is kept in the audit log, and with the messages that are held", DefaultValueFactory = _ => "" };
        var hold = new Option<bool>("--hold-queued") { Description = "Also hold what it has submitted and is not sent yet, until \"resume --credential USER\"" };
        return server.Bind(
            new Command("revoke", "End a credential for good") { user, reason, hold },
            parsed => ApiRequest.Post($"/v1/credentials/{Uri.EscapeDataString(parsed.GetValue(user)!)}/revoke", new RevocationRequest(parsed.GetValue(reason) ?? "", parsed.GetValue(hold)), ApiJson.Default.RevocationRequest) with
            {
                Show = PlainText.Write,
                IsLong = true,
            });
    }
}
