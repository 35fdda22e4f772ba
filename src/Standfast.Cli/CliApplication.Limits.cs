using System.CommandLine;
using Standfast.Cli.Commands;
using Standfast.Cli.Requests;

namespace Standfast.Cli;

public static partial class CliApplication
{
    static partial void AddLimits(RootCommand root, ServerConnection server)
    {
        root.Subcommands.Add(LimitCommands.Create(server));
        root.Subcommands.Add(SimulateCommand.Create(server));
    }
}
