using System.CommandLine;
using Standfast.Cli.Commands;
using Standfast.Cli.Requests;

namespace Standfast.Cli;

public static partial class CliApplication
{
    static partial void AddContent(RootCommand root, ServerConnection server) => root.Subcommands.Add(ContentCommands.Create(server));
}
