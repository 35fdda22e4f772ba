using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Tomlyn;
using Tomlyn.Model;

namespace Standfast.Reputation.Classification;

/// <summary>One table of a file of rules. Each key is asked for once; what is wrong with it, or was never asked for, becomes a mistake.</summary>
internal sealed class RuleTable
{
    private readonly TomlTable _table;
    private readonly string _file;
    private readonly List<string> _mistakes;
    private readonly HashSet<string> _asked = [];

    private RuleTable(string file, TomlTable table, List<string> mistakes) => (_file, _table, _mistakes) = (file, table, mistakes);

    /// <summary>Named in mistakes.</summary>
    public string Subject { get; set; } = "";

    public static bool TryParse(string file, string text, List<string> mistakes, [NotNullWhen(true)] out RuleTable? table)
    {
        table = null;
        try
        {
            table = new RuleTable(file, TomlSerializer.Deserialize<TomlTable>(text) ?? [], mistakes);
            return true;
        }
        catch (TomlException exception)
        {
            mistakes.Add($"{file}: not TOML: {exception.Message}");
            return false;
        }
    }

    public void Refuse(string key, string rule) => _mistakes.Add($"{_file}: {(Subject.Length > 0 ? Subject + ": " : "")}{key} {rule}");

    /// <summary>Every key that nobody asked for.</summary>
    public void RefuseOthers()
    {
        foreach (var (key, _) in _table)
            if (!_asked.Contains(key))
                Refuse(key, "is an unknown key");
    }

    public IEnumerable<RuleTable> Tables(string key)
    {
        if (Ask(key) is not { } given) return [];
        if (given is TomlTableArray tables) return tables.Select(table => new RuleTable(_file, table, _mistakes));
        Refuse(key, "must be tables");
        return [];
    }

    public string Text(string key)
    {
        if (Ask(key) is string { Length: > 0 } text) return text;
        Refuse(key, "must be a text");
        return "";
    }

    public ImmutableArray<string> Texts(string key)
    {
        if (Ask(key) is not { } given) return [];
        if (given is TomlArray array && array.All(item => item is string { Length: > 0 })) return [.. array.Cast<string>()];
        Refuse(key, "must be a list of texts");
        return [];
    }

    public long? Whole(string key) => Ask(key) as long?;

    public bool Flag(string key, bool fallback)
    {
        if (Ask(key) is not { } given) return fallback;
        if (given is bool flag) return flag;
        Refuse(key, "must be true or false");
        return fallback;
    }

    public void Date(string key)
    {
        if (!DateOnly.TryParseExact(Ask(key) as string, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) Refuse(key, "must be a day such as \"2026-11-25\"");
    }

    /// <param name="fallback">Null where the key must be there.</param>
    public T OneOf<T>(string key, T? fallback = null)
        where T : struct, Enum
    {
        var given = Ask(key);
        if (given is null && fallback is { } instead) return instead;
        if (given is string text && ReplyNames.TryParse<T>(text, out var value)) return value;
        Refuse(key, $"\"{given}\" is not known");
        return default;
    }

    private object? Ask(string key)
    {
        _asked.Add(key);
        return _table.TryGetValue(key, out var value) ? value : null;
    }
}
