using System.CommandLine;
using Standfast.Api;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

/// <summary>What the guard thinks of a message in a file, and teaching it better.</summary>
internal static class SpamCommands
{
    private const int BadData = 65;
    private const int MaxOctets = int.MaxValue - 1024 * 1024;

    public static Command Create(ServerConnection server) => new("spam", "Spam and phishing: check a message, teach the filter")
    {
        Check(server),
        Feedback(server, "learn", "Teach the server that a message is spam or ham; only its features are kept"),
        Feedback(server, "unlearn", "Take back what was taught of a message"),
    };

    private static Command Check(ServerConnection server)
    {
        var file = File();
        var account = new Option<string>("--account") { Description = "Whose domains its links may lead to", HelpName = "ACCOUNT", DefaultValueFactory = _ => "default" };
        return Bind(new Command("check", "What the guard thinks of a message, and why; exit 65 when it would hold or refuse it") { file, account }, server, file, (parsed, message) =>
            ApiRequest.Post("/v1/spam/check", new SpamCheckRequest(message, parsed.GetValue(account)!), ApiJson.Default.SpamCheckRequest, takesFirst: false) with
            {
                Show = PlainText.Write,
                Exit = static answer => answer.GetProperty("action").ValueEquals("hold") || answer.GetProperty("action").ValueEquals("refuse") ? BadData : 0,
            });
    }

    private static Command Feedback(ServerConnection server, string name, string description)
    {
        var file = File();
        var label = new Option<string>("--as") { Description = "spam or ham (mail that is wanted)", HelpName = "LABEL", Required = true };
        label.AcceptOnlyFromAmong("spam", "ham");
        return Bind(new Command(name, description) { file, label }, server, file, (parsed, message) =>
            ApiRequest.Post($"/v1/spam/{name}", new SpamFeedbackRequest(message, parsed.GetValue(label)!), ApiJson.Default.SpamFeedbackRequest, takesFirst: false) with { Show = PlainText.Write });
    }

    private static Argument<string> File() => new("FILE") { Description = "The message: header, empty line, body; - reads standard input" };

    private static Command Bind(Command command, ServerConnection server, Argument<string> file, Func<ParseResult, byte[], ApiRequest> request)
    {
        command.SetAction(async (parsed, stop) =>
        {
            if (await InputFile.ReadAsync(server, parsed.GetValue(file)!, MaxOctets, stop) is not { } message) return InputFile.NoInput;
            return await server.SendAsync(parsed, request(parsed, message), stop);
        });
        return command;
    }
}
