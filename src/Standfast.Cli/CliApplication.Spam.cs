using System.CommandLine;
using Standfast.Cli.Commands;
using Standfast.Cli.Requests;

namespace Standfast.Cli;

public static partial class CliApplication
{
    static partial void AddSpam(RootCommand root, ServerConnection server) => root.Subcommands.Add(SpamCommands.Create(server));
}
