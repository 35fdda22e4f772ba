using System.CommandLine;
using System.CommandLine.Parsing;

namespace Standfast.Cli;

/// <summary>Says in one line what is wrong with a command line: what was written, what there is, where to read on.</summary>
internal static class UsageMistake
{
    /// <summary>Letters that may differ between what was written and what was meant; ours.</summary>
    private const int MostSlips = 3;

    public static string Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = PathOf(parsed.CommandResult);
        var help = $"\"{path} --help\"";
        // Left over is what the parser could not place; the rest it complains of follows from that.
        if (parsed.UnmatchedTokens.FirstOrDefault(token => token.StartsWith('-')) is { } option)
            return $"\"{option}\" is not an option of \"{path}\"{Nearest(option, OptionsOf(parsed.CommandResult))} {help} lists them";
        if (parsed.UnmatchedTokens is [var word, ..])
            return command.Subcommands.Count > 0
                ? $"\"{word}\" is not a command of \"{path}\"{Nearest(word, command.Subcommands.Select(one => one.Name))} {help} lists them"
                : $"\"{word}\" is one word too many for \"{path}\"; text with spaces goes in quotes; {help} has the form";
        if (command.Subcommands.Count > 0 && command.Action is null) return $"\"{path}\" needs one of {string.Join(", ", command.Subcommands.Select(one => one.Name))}; {help} says what each does";
        return $"{string.Join("; ", parsed.Errors.Select(error => Clean(error.Message)).Distinct())}; {help} has the form";
    }

    /// <summary>The parser's own sentence on one line, without the names of our types.</summary>
    private static string Clean(string message)
    {
        var end = message.IndexOf(" as expected type", StringComparison.Ordinal);
        var offered = message.IndexOf("Did you mean one of the following?", StringComparison.Ordinal);
        var text = end < 0 ? message : message[..end] + (offered < 0 ? "" : $": must be one of {message[(offered + "Did you mean one of the following?".Length)..].Trim().ReplaceLineEndings(", ")}");
        var lines = text.Split(['\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var line = lines.Length > 1 ? $"{lines[0]} {string.Join(", ", lines[1..])}" : lines.FirstOrDefault() ?? "";
        return line.TrimEnd('.').Replace(" missing for command: ", " is missing for ", StringComparison.Ordinal);
    }

    private static string PathOf(SymbolResult result)
    {
        var names = new List<string>();
        for (var at = result; at is not null; at = at.Parent)
            if (at is CommandResult one)
                names.Add(one.Command is RootCommand ? "standfast" : one.Command.Name);
        names.Reverse();
        return string.Join(' ', names);
    }

    private static IEnumerable<string> OptionsOf(SymbolResult result)
    {
        for (var at = result; at is not null; at = at.Parent)
            if (at is CommandResult one)
                foreach (var option in one.Command.Options.Where(option => at == result || option.Recursive))
                    yield return option.Name;
    }

    private static string Nearest(string written, IEnumerable<string> known)
    {
        var best = known.Select(name => (Name: name, Slips: Spelling.Distance(written, name))).OrderBy(one => one.Slips).FirstOrDefault();
        return best.Name is not null && best.Slips <= Math.Min(MostSlips, written.TrimStart('-').Length / 2) ? $"; did you mean {best.Name}?" : ";";
    }
}
