namespace Standfast.Cli;

/// <summary>Words and options of a command, in any order.</summary>
internal sealed class CommandLine
{
    private static readonly HashSet<string> s_flags = ["--json", "--all", "--no-sign", "--help"];

    private readonly List<(string Name, string Value)> _options = [];

    public List<string> Words { get; } = [];

    public static CommandLine Parse(string[] args)
    {
        var line = new CommandLine();
        for (var index = 0; index < args.Length; index++)
        {
            if (!args[index].StartsWith("--", StringComparison.Ordinal)) line.Words.Add(args[index]);
            else if (s_flags.Contains(args[index])) line._options.Add((args[index], ""));
            else line._options.Add((args[index], index + 1 < args.Length ? args[++index] : ""));
        }

        return line;
    }

    public bool Has(string name) => _options.Exists(option => option.Name == name);

    public string? Value(string name) => _options.LastOrDefault(option => option.Name == name).Value;

    public IReadOnlyList<string> Values(string name) => [.. _options.Where(option => option.Name == name).Select(option => option.Value)];
}
