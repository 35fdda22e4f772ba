using System.CommandLine;
using Standfast.Cli.Requests;

namespace Standfast.Cli.Commands;

internal static class ScannerCommands
{
    public static Command Create(ServerConnection server) => new("scanner", "Virus and spam scanners beside this server")
    {
        server.Bind(new Command("ls", "Scanners that messages are shown to, and whether they answer"), _ => ApiRequest.Get("/v1/scanners")),
    };
}
