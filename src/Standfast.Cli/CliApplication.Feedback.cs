using System.CommandLine;
using Standfast.Cli.Commands;
using Standfast.Cli.Requests;

namespace Standfast.Cli;

/// <content>What others report.</content>
public static partial class CliApplication
{
    static partial void AddFeedback(RootCommand root, ServerConnection server) => root.Subcommands.Add(ReportCommands.Create(server));
}
