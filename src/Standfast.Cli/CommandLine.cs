namespace Standfast.Cli;

/// <summary>Words and options of a command, in any order. It knows which options were asked for: the rest are mistakes.</summary>
internal sealed class CommandLine
{
    private static readonly HashSet<string> s_flags = ["--json", "--all", "--no-sign", "--help", "--dry-run"];

    /// <summary>Options of every command: where the server is, and how to answer.</summary>
    private static readonly string[] s_common = ["--json", "--help", "--data", "--config", "--set", "--url"];

    private readonly List<(string Name, string? Value)> _options = [];
    private readonly HashSet<string> _known = [.. s_common];

    public List<string> Words { get; } = [];

    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var line = new CommandLine();
        for (var index = 0; index < args.Count; index++)
        {
            var (name, value) = args[index].StartsWith("--", StringComparison.Ordinal) && args[index].IndexOf('=', StringComparison.Ordinal) is var equals and > 0
                ? (args[index][..equals], args[index][(equals + 1)..])
                : (args[index], null);
            if (!name.StartsWith("--", StringComparison.Ordinal)) line.Words.Add(name);
            else if (s_flags.Contains(name)) line._options.Add((name, value ?? ""));
            else line._options.Add((name, value ?? (index + 1 < args.Count ? args[++index] : null)));
        }

        return line;
    }

    public bool Has(string name)
    {
        _known.Add(name);
        return _options.Exists(option => option.Name == name);
    }

    public string? Value(string name)
    {
        _known.Add(name);
        return _options.LastOrDefault(option => option.Name == name).Value;
    }

    public IReadOnlyList<string> Values(string name)
    {
        _known.Add(name);
        return [.. _options.Where(option => option.Name == name).Select(option => option.Value ?? "")];
    }

    /// <summary>Options that the command did not ask for, or that lack their value; to be called once it has asked.</summary>
    public IEnumerable<string> Mistakes()
    {
        foreach (var (name, value) in _options)
        {
            if (!_known.Contains(name)) yield return $"{name} is not an option of \"{string.Join(' ', Words)}\"; its options are {string.Join(", ", _known.Order(StringComparer.Ordinal))}";
            else if (value is null) yield return $"{name} needs a value";
        }
    }
}
