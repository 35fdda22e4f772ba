using System.CommandLine;
using Standfast.Cli.Commands;
using Standfast.Cli.Requests;

namespace Standfast.Cli;

public static partial class CliApplication
{
    static partial void AddScanners(RootCommand root, ServerConnection server)
    {
        root.Subcommands.Add(ScannerCommands.Create(server));
        root.Subcommands.Add(InboundCommands.Create(server));
    }
}
