using System.CommandLine;
using Standfast.Cli.Commands;
using Standfast.Cli.Files;
using Standfast.Cli.Requests;

namespace Standfast.Cli;

public static partial class CliApplication
{
    static partial void AddClassification(RootCommand root, ServerConnection server, IReplyReader? replies)
    {
        root.Subcommands.Add(ReplyCommands.Classify(server, replies));
        root.Subcommands.Add(ReplyCommands.Replies(server));
    }
}
