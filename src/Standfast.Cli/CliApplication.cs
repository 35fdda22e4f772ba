using System.CommandLine;
using System.CommandLine.Invocation;
using Standfast.Cli.Commands;
using Standfast.Cli.Files;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli;

/// <summary>The commands: each is one request to the HTTP API and a way to show its answer; those about the spool do without a server where none runs.</summary>
public static partial class CliApplication
{
    /// <summary>EX_USAGE of sysexits.h.</summary>
    private const int Usage = 64;

    /// <param name="configuredData">Data folder by the configuration; <c>--data</c> overrides it.</param>
    /// <param name="files">What is done with the files of a spool where no server runs.</param>
    /// <param name="replies">Reads replies without a server; null asks the server always.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, string configuredData, ISpoolFiles files, TextWriter stdout, TextWriter stderr, IReplyReader? replies = null)
    {
        var parsed = Parse(args, new ServerConnection(configuredData, stdout, stderr), files, replies);
        var streams = new InvocationConfiguration { Output = stdout, Error = stderr, EnableDefaultExceptionHandler = false };
        if (parsed.Action is ParseErrorAction mistake)
        {
            mistake.ShowHelp = args.Count == 0;
            if (mistake.ShowHelp) await parsed.InvokeAsync(streams);
            else await stderr.WriteLineAsync($"standfast: {PlainText.Escape(UsageMistake.Describe(parsed))}");
            return Usage;
        }

        return await parsed.InvokeAsync(streams);
    }

    /// <summary>Reads a command line, and runs nothing.</summary>
    internal static ParseResult Parse(IReadOnlyList<string> args, ServerConnection server, ISpoolFiles files, IReplyReader? replies)
    {
        var root = new RootCommand("A mail server that stays in good standing. Commands speak to a running server over its HTTP API.");
        foreach (var option in server.Options) root.Options.Add(option);
        // The executable runs this one itself: it is the server.
        root.Subcommands.Add(new Command("serve", "Run the server (--config FILE, --data DIR, --set section.key=value)"));
        root.Subcommands.Add(StatusCommand.Create(server));
        root.Subcommands.Add(QueueCommands.Create(server));
        root.Subcommands.Add(SpoolCommands.Create(server, files));
        root.Subcommands.Add(SiteCommands.Create(server));
        root.Subcommands.Add(MessageCommands.Create(server));
        root.Subcommands.Add(ExplainCommand.Create(server));
        root.Subcommands.Add(EventsCommand.Create(server));
        root.Subcommands.Add(AccountCommands.Create(server));
        root.Subcommands.Add(CredentialCommands.Create(server));
        root.Subcommands.Add(DomainCommands.Create(server));
        AddCredentials(root, server);
        AddLimits(root, server);
        AddConsent(root, server);
        AddContent(root, server);
        AddSpam(root, server);
        AddScanners(root, server);
        AddCompromise(root, server);
        AddClassification(root, server, replies);
        AddFeedback(root, server);
        AddTracking(root, server);
        AddStates(root, server);
        AddStatistics(root, server);
        AddIdentity(root, server);
        AddDoctor(root, server);

        // An argument that begins with @ is an argument, not a file to read more from.
        return root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
    }

    // The parts of the guard, each in its own file.
    static partial void AddCredentials(RootCommand root, ServerConnection server);

    static partial void AddLimits(RootCommand root, ServerConnection server);

    static partial void AddConsent(RootCommand root, ServerConnection server);

    static partial void AddContent(RootCommand root, ServerConnection server);

    static partial void AddSpam(RootCommand root, ServerConnection server);

    static partial void AddScanners(RootCommand root, ServerConnection server);

    static partial void AddCompromise(RootCommand root, ServerConnection server);

    // The parts of Reputation.
    static partial void AddClassification(RootCommand root, ServerConnection server, IReplyReader? replies);

    static partial void AddFeedback(RootCommand root, ServerConnection server);

    static partial void AddTracking(RootCommand root, ServerConnection server);

    static partial void AddStates(RootCommand root, ServerConnection server);

    static partial void AddStatistics(RootCommand root, ServerConnection server);

    static partial void AddIdentity(RootCommand root, ServerConnection server);

    static partial void AddDoctor(RootCommand root, ServerConnection server);
}
