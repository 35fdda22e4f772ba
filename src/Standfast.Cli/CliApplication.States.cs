using System.CommandLine;
using Standfast.Cli.Commands;
using Standfast.Cli.Requests;

namespace Standfast.Cli;

/// <content>Who may send what to whom.</content>
public static partial class CliApplication
{
    static partial void AddStates(RootCommand root, ServerConnection server)
    {
        root.Subcommands.Add(StateCommands.Create(server));
        root.Subcommands.Add(IncidentCommands.Create(server));
    }
}
