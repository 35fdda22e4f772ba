using System.CommandLine;
using Standfast.Cli.Commands;
using Standfast.Cli.Requests;

namespace Standfast.Cli;

/// <content>Suppressions and consent.</content>
public static partial class CliApplication
{
    static partial void AddConsent(RootCommand root, ServerConnection server)
    {
        root.Subcommands.Add(SuppressCommands.Create(server));
        root.Subcommands.Add(ConsentCommands.Create(server));
        root.Subcommands.Add(ListCommands.Create(server));
    }
}
