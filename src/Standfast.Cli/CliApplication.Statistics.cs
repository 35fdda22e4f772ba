using System.CommandLine;
using Standfast.Cli.Commands;
using Standfast.Cli.Requests;

namespace Standfast.Cli;

/// <content>What happened to mail, in numbers.</content>
public static partial class CliApplication
{
    static partial void AddStatistics(RootCommand root, ServerConnection server) => root.Subcommands.Add(StatisticsCommands.Create(server));
}
