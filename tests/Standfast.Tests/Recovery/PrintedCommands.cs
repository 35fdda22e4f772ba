using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Standfast.Cli;
using Standfast.Cli.Requests;
using Standfast.Server.Hosting;

namespace Standfast.Tests.Recovery;

/// <summary>Commands of ours in a text for people: in backticks or quotes, so that it is clear where they end.</summary>
internal static partial class PrintedCommands
{
    /// <summary>Each is one that the program takes, with every option that it wants; and there is none outside of the marks.</summary>
    public static void AssertAllParse(string where, string text)
    {
        foreach (Match match in Marked().Matches(text))
        {
            var line = match.Groups["line"].Value;
            var errors = CliApplication.Parse([.. CommandLineParser.SplitCommandLine(line)], new ServerConnection("/nowhere", TextWriter.Null, TextWriter.Null), new SpoolFiles(), null).Errors;
            Assert.True(errors.Count == 0, $"{where}: standfast {line}: {string.Join("; ", errors.Select(error => error.Message))}");
        }

        Assert.False(Ours().IsMatch(Marked().Replace(text, "")), $"{where}: a command is not marked as one: {text}");
    }

    [GeneratedRegex("`(?:sudo )?standfast (?<line>[^`]+)`|\"(?:sudo )?standfast (?<line>[^\"]+)\"")]
    private static partial Regex Marked();

    [GeneratedRegex(@"(?<![/=\w.-])standfast [a-z]")]
    private static partial Regex Ours();
}
