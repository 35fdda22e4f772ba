using System.CommandLine;
using Standfast.Api;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

internal static class DomainCommands
{
    public static Command Create(ServerConnection server)
    {
        var name = new Argument<string>("NAME") { Description = "For example example.org" };
        return new Command("domain", "What accounts may send from, and where mail for it goes")
        {
            Add(server),
            server.Bind(new Command("ls", "All domains"), _ => ApiRequest.Get("/v1/domains")),
            server.Bind(new Command("dns", "The exact records to publish") { name }, parsed => ApiRequest.Get($"{PathOf(parsed, name)}/dns") with { Show = PlainText.Write }),
            server.Bind(new Command("check", "Compare the records with those published") { name }, parsed => ApiRequest.Post($"{PathOf(parsed, name)}/check") with { Show = PlainText.Write }),
            server.Bind(
                new Command("verify", "Check the records, and note the domain as verified where its DKIM key is published") { name },
                parsed => ApiRequest.Post($"{PathOf(parsed, name)}/verify") with { Show = PlainText.Write }),
        };
    }

    private static Command Add(ServerConnection server)
    {
        var name = new Argument<string>("NAME") { Description = "For example example.org" };
        var account = new Option<string>("--account") { Description = "Whose it is", DefaultValueFactory = _ => "default" };
        var local = new Option<string>("--local") { Description = "Where mail for it goes: none, maildir, lmtp:HOST:PORT or lmtp:unix:/PATH", DefaultValueFactory = _ => "none" };
        var mailbox = new Option<string[]>("--mailbox") { Description = "A local part that exists; may be repeated. Default: all do", DefaultValueFactory = _ => [] };
        var noSign = new Option<bool>("--no-sign") { Description = "Send its mail without a DKIM signature" };
        return server.Bind(
            new Command("add", "Add a domain, with a DKIM key") { name, account, local, mailbox, noSign },
            parsed => ApiRequest.Post(
                "/v1/domains", new DomainRequest(parsed.GetValue(name)!, parsed.GetValue(account)!, parsed.GetValue(local)!, !parsed.GetValue(noSign), parsed.GetValue(mailbox)), ApiJson.Default.DomainRequest));
    }

    private static string PathOf(ParseResult parsed, Argument<string> name) => $"/v1/domains/{Uri.EscapeDataString(parsed.GetValue(name)!)}";
}
