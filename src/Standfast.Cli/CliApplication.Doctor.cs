using System.CommandLine;
using Standfast.Cli.Commands;
using Standfast.Cli.Requests;

namespace Standfast.Cli;

/// <content>The security audit.</content>
public static partial class CliApplication
{
    static partial void AddDoctor(RootCommand root, ServerConnection server) => root.Subcommands.Add(DoctorCommands.Create(server));
}
