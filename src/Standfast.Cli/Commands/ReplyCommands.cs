using System.CommandLine;
using System.Text.Json;
using Standfast.Api;
using Standfast.Cli.Files;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

/// <summary>What remote replies mean.</summary>
internal static class ReplyCommands
{
    /// <summary>EX_DATAERR of sysexits.h.</summary>
    private const int BadData = 65;

    /// <param name="reader">Answers without a server; a server is asked where one is named by --url.</param>
    public static Command Classify(ServerConnection server, IReplyReader? reader)
    {
        var text = new Argument<string>("TEXT") { Description = "A reply such as \"550 5.1.1 no such user\", of one line or more, or the diagnostic text of a bounce" };
        var provider = new Option<string?>("--provider") { Description = "Who said it: a provider's name, or an MX host", HelpName = "NAME" };
        var phase = new Option<string?>("--phase") { Description = "When it was said: connect, greeting, ehlo, starttls, auth, mail, rcpt, data or content", HelpName = "PHASE" };
        var relay = new Option<bool>("--own-relay") { Description = "The peer is our own upstream relay" };
        var command = new Command("classify", "What a remote reply means: cause, whom it is about, how far it reaches, what to do. No server is needed") { text, provider, phase, relay };
        phase.AcceptOnlyFromAmong("connect", "greeting", "ehlo", "starttls", "auth", "mail", "rcpt", "data", "content");
        text.Validators.Add(given =>
        {
            if (string.IsNullOrWhiteSpace(given.GetValueOrDefault<string>())) given.AddError("TEXT is empty: give a reply such as \"550 5.1.1 no such user\"");
        });
        command.SetAction(async (parsed, stop) =>
        {
            if (!server.IsNamed(parsed) && parsed.GetValue(provider) is { } named && reader?.FindUnknown(named) is { } mistake)
            {
                await server.SayAsync(mistake);
                return BadData;
            }

            var question = new ClassifyRequest(parsed.GetValue(text)!, parsed.GetValue(provider), parsed.GetValue(phase), parsed.GetValue(relay));
            var request = ApiRequest.Post("/v1/classify", question, ApiJson.Default.ClassifyRequest, takesFirst: false) with { Show = PlainText.Write };
            if (!server.IsNamed(parsed) && reader?.Classify(question) is { } answer)
                return await server.ShowAsync(parsed, request, JsonSerializer.Serialize(answer, ApiJson.Default.ReplyClassResponse));
            return await server.SendAsync(parsed, request, stop);
        });
        return command;
    }

    public static Command Replies(ServerConnection server)
    {
        var limit = new Option<int>("--limit") { Description = "1 to 1000 kinds", DefaultValueFactory = _ => 100 };
        return new Command("replies", "Replies of remote servers")
        {
            server.Bind(
                new Command("unknown", "Replies that no rule of data/replies knew, most frequent first: write one for them (docs/replies.md)") { limit },
                parsed => ApiRequest.Get("/v1/replies/unknown", ("limit", parsed.GetValue(limit).ToString(null, null)))),
        };
    }
}
