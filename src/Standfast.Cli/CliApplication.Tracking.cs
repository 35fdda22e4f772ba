using System.CommandLine;
using Standfast.Cli.Commands;
using Standfast.Cli.Requests;

namespace Standfast.Cli;

/// <content>Opens and clicks.</content>
public static partial class CliApplication
{
    static partial void AddTracking(RootCommand root, ServerConnection server) => root.Subcommands.Add(EngagementCommands.Create(server));
}
