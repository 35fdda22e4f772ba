using System.CommandLine;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

internal static class StateCommands
{
    public static Command Create(ServerConnection server) => new("state", "Who may send what to whom, how fast, and why; \"pause\" and \"resume\" change it") { List(server), Show(server) };

    private static Command List(ServerConnection server)
    {
        var all = new Option<bool>("--all") { Description = "Also what is open again, while its past pauses count" };
        return server.Bind(new Command("ls", "What is slowed, paused or held, why and until when") { all }, parsed => ApiRequest.Get("/v1/states", ("all", parsed.GetValue(all) ? "true" : null)));
    }

    private static Command Show(ServerConnection server)
    {
        var account = new Option<string?>("--account") { Description = "Only of this account" };
        var stream = new Option<string?>("--stream") { Description = "Only of this stream" };
        var campaign = new Option<string?>("--campaign") { Description = "Only of this campaign" };
        var credential = new Option<string?>("--credential") { Description = "Only of this credential" };
        var source = new Option<string?>("--source") { Description = "Only of this egress source" };
        var provider = new Option<string?>("--provider") { Description = "Only of this provider" };
        return server.Bind(
            new Command("show", "Sending states with the replies and reports that brought them about") { account, stream, campaign, credential, source, provider },
            parsed => ApiRequest.Get(
                "/v1/states/details", ("account", parsed.GetValue(account)), ("stream", parsed.GetValue(stream)), ("campaign", parsed.GetValue(campaign)), ("credential", parsed.GetValue(credential)),
                ("source", parsed.GetValue(source)), ("provider", parsed.GetValue(provider))) with
            { Show = PlainText.Write });
    }
}
