using System.CommandLine;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

internal static class StatusCommand
{
    public static Command Create(ServerConnection server) =>
        server.Bind(new Command("status", "How the server, its queue and its spool are"), _ => ApiRequest.Get("/v1/status") with { Show = PlainText.Write });
}
