using System.CommandLine;
using Standfast.Cli.Commands;
using Standfast.Cli.Requests;

namespace Standfast.Cli;

/// <content>Who may send, and who changed what.</content>
public static partial class CliApplication
{
    static partial void AddCredentials(RootCommand root, ServerConnection server)
    {
        root.Subcommands.Add(PauseCommands.CreatePause(server));
        root.Subcommands.Add(PauseCommands.CreateResume(server));
        root.Subcommands.Add(UserCommands.Create(server));
        root.Subcommands.Add(AuditCommands.Create(server));
    }
}
