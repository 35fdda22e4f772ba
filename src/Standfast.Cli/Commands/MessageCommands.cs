using System.CommandLine;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

internal static class MessageCommands
{
    public static Command Create(ServerConnection server)
    {
        var id = new Argument<string>("ID") { Description = "As in \"queued as ID\"" };
        return new Command("message", "One message and its story")
        {
            server.Bind(new Command("show", "Its recipients and everything that happened to it, with the remote replies") { id },
                parsed => ApiRequest.Get($"/v1/messages/{Uri.EscapeDataString(parsed.GetValue(id)!)}") with { Show = PlainText.Write }),
        };
    }
}
