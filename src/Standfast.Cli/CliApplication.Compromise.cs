using System.CommandLine;
using Standfast.Cli.Commands;
using Standfast.Cli.Requests;

namespace Standfast.Cli;

/// <content>Senders that are unlike themselves.</content>
public static partial class CliApplication
{
    static partial void AddCompromise(RootCommand root, ServerConnection server) => root.Subcommands.Add(SenderCommands.Create(server));
}
