using System.CommandLine;
using Standfast.Cli.Commands;
using Standfast.Cli.Requests;

namespace Standfast.Cli;

/// <content>What lists and the DNS say of our addresses and domains.</content>
public static partial class CliApplication
{
    static partial void AddIdentity(RootCommand root, ServerConnection server)
    {
        root.Subcommands.Add(ListingCommands.Create(server));
        root.Subcommands.Add(ListingCommands.CreateIdentity(server));
    }
}
