using System.CommandLine;
using Standfast.Api;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

/// <summary>The kill switch: <c>pause</c> and <c>resume</c>, and the same for one account below <c>account</c>.</summary>
internal static class PauseCommands
{
    public static Command CreatePause(ServerConnection server)
    {
        var (command, read) = WithTarget("pause", "Take no new mail of a credential, account or stream, and hold what is queued of it", RequiredReason());
        command.Subcommands.Add(server.Bind(new Command("ls", "What is paused, since when and why"), _ => ApiRequest.Get("/v1/pauses")));
        return server.Bind(command, parsed => Pause(read(parsed)));
    }

    public static Command CreateResume(ServerConnection server)
    {
        var (command, read) = WithTarget("resume", "End a pause, and release what it held", OptionalReason());
        return server.Bind(command, parsed => Resume(read(parsed)));
    }

    public static Command OfAccount(ServerConnection server, string verb)
    {
        var account = new Argument<string>("ACCOUNT") { Description = "Its name" };
        var isPause = verb == "pause";
        var reason = isPause ? RequiredReason() : OptionalReason();
        var command = new Command(verb, isPause ? "Take no new mail of an account, and hold what is queued of it" : "End an account's pause, and release what it held") { account, reason };
        return server.Bind(command, parsed =>
        {
            var request = new PauseRequest(parsed.GetValue(reason) ?? "") { Account = parsed.GetValue(account) };
            return isPause ? Pause(request) : Resume(request);
        });
    }

    private static ApiRequest Pause(PauseRequest request) => ApiRequest.Post("/v1/pauses", request, ApiJson.Default.PauseRequest) with { Show = PlainText.Write, IsLong = true };

    private static ApiRequest Resume(PauseRequest request) => ApiRequest.Post("/v1/pauses/resume", request, ApiJson.Default.PauseRequest) with { Show = PlainText.Write, IsLong = true };

    private static Option<string> RequiredReason() => new("--reason") { Description = "Why; it is kept with the messages and in the audit log", Required = true };

    private static Option<string> OptionalReason() => new("--reason") { Description = "Why; it is kept in the audit log", DefaultValueFactory = _ => "" };

    private static (Command Command, Func<ParseResult, PauseRequest> Read) WithTarget(string name, string description, Option<string> reason)
    {
        var credential = new Option<string?>("--credential") { Description = "User name of a credential" };
        var account = new Option<string?>("--account") { Description = "An account" };
        var stream = new Option<string?>("--stream") { Description = "A stream of an account, as ACCOUNT/STREAM" };
        var campaign = new Option<string?>("--campaign") { Description = "A campaign of that account or stream" };
        var source = new Option<string?>("--source") { Description = "An egress source, also together with a provider" };
        var provider = new Option<string?>("--provider") { Description = "A provider, also together with a source, an account or a stream" };
        var all = new Option<bool>("--all") { Description = "Everything that is submitted" };
        return (
            new Command(name, description) { credential, account, stream, campaign, source, provider, all, reason },
            parsed => new PauseRequest(parsed.GetValue(reason) ?? "") { Credential = parsed.GetValue(credential), Account = parsed.GetValue(account), Stream = parsed.GetValue(stream), Campaign = parsed.GetValue(campaign), Source = parsed.GetValue(source), Provider = parsed.GetValue(provider), All = parsed.GetValue(all) });
    }
}
