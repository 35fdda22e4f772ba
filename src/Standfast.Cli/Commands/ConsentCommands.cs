using System.CommandLine;
using Standfast.Api;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

internal static class ConsentCommands
{
    public static Command Create(ServerConnection server) => new("consent", "Who asked for which mail, and how that is known")
    {
        Add(server), Show(server), List(server), Import(server), Request(server),
        server.Bind(new Command("rotate-key", "Make new links with a new key; those that are out stay good"), _ => ApiRequest.Post("/v1/consent/rotate-key") with { Show = PlainText.Write }),
    };

    private static Command Add(ServerConnection server)
    {
        var (address, account, stream) = (new Argument<string>("ADDRESS"), Account(), Stream());
        var how = new Option<string>("--how") { Description = "How they asked: form, order, paper, ...", Required = true };
        var at = new Option<DateTimeOffset?>("--at") { Description = "When they asked, such as 2026-01-31T18:00:00Z; default now" };
        var from = new Option<string?>("--from") { Description = "Network address from which they asked" };
        var proof = new Option<string?>("--proof") { Description = "What was shown and pressed, a link to it, or where the paper is" };
        return server.Bind(
            new Command("add", "Record that somebody asked for a stream") { address, how, account, stream, at, from, proof },
            parsed => ApiRequest.Post(
                "/v1/consent",
                new ConsentAddRequest(parsed.GetValue(address)!, parsed.GetValue(how)!, parsed.GetValue(account), parsed.GetValue(stream), parsed.GetValue(at), parsed.GetValue(from), parsed.GetValue(proof)),
                ApiJson.Default.ConsentAddRequest));
    }

    private static Command Show(ServerConnection server)
    {
        var address = new Argument<string>("ADDRESS");
        return server.Bind(new Command("show", "All that is known of the consent of one address") { address }, parsed => ApiRequest.Get("/v1/consent", ("address", parsed.GetValue(address)), ("limit", "1000")) with { Show = PlainText.Write });
    }

    private static Command List(ServerConnection server)
    {
        var (account, stream) = (Account(), Stream());
        var after = new Option<string?>("--after") { Description = "Only addresses after this one" };
        var limit = new Option<int>("--limit") { Description = "1 to 1000 records", DefaultValueFactory = _ => 100 };
        return server.Bind(
            new Command("ls", "Who asked for what, in the order of addresses") { account, stream, after, limit },
            parsed => ApiRequest.Get("/v1/consent", ("account", parsed.GetValue(account)), ("stream", parsed.GetValue(stream)), ("after", parsed.GetValue(after)), ("limit", parsed.GetValue(limit).ToString(null, null))));
    }

    private static Command Import(ServerConnection server)
    {
        var (file, origin) = (ListFile.Argument(), new ListOriginOptions());
        var how = new Option<string?>("--how") { Description = "How they asked, where the list does not say it" };
        var command = new Command("import", "Record consent from a list that passes \"list check\"; exit 65 where it is refused") { file, how };
        origin.AddTo(command);
        return ListFile.Bind(server, command, file, parsed => ApiRequest.Get("/v1/consent/import", [.. origin.Query(parsed), ("how", parsed.GetValue(how))]) with
        {
            Show = PlainText.Write,
            Exit = answer => ListCommands.ExitOf(answer.GetProperty("check")),
        });
    }

    private static Command Request(ServerConnection server)
    {
        var (address, account, stream) = (new Argument<string>("ADDRESS"), Account(), Stream());
        return server.Bind(
            new Command("request", "Make a link that confirms an address; put it into a mail to that address") { address, account, stream },
            parsed => ApiRequest.Post(
                "/v1/consent/requests", new ConfirmationRequest(parsed.GetValue(address)!, parsed.GetValue(account), parsed.GetValue(stream)), ApiJson.Default.ConfirmationRequest, takesFirst: false) with
            {
                Show = PlainText.Write,
            });
    }

    private static Option<string?> Account() => new("--account") { Description = "Whose mail; default \"default\"" };

    private static Option<string?> Stream() => new("--stream") { Description = "Which of it; default \"bulk\"" };
}
