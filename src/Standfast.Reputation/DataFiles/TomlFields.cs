using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Tomlyn;
using Tomlyn.Model;

namespace Standfast.Reputation.DataFiles;

/// <summary>The fields of one table of a data file. Each is asked for once; what is wrong with it, or was never asked for, becomes a mistake.</summary>
public sealed class TomlFields
{
    private readonly TomlTable _table;
    private readonly string _file;
    private readonly List<string> _mistakes;
    private readonly HashSet<string> _asked = [];

    private TomlFields(string file, TomlTable table, List<string> mistakes) => (_file, _table, _mistakes) = (file, table, mistakes);

    /// <summary>Named in mistakes.</summary>
    public string Subject { get; set; } = "";

    public static bool TryParse(string file, string text, List<string> mistakes, [NotNullWhen(true)] out TomlFields? fields)
    {
        fields = null;
        try
        {
            fields = new TomlFields(file, TomlSerializer.Deserialize<TomlTable>(text) ?? [], mistakes);
            return true;
        }
        catch (TomlException exception)
        {
            mistakes.Add($"{file}: not TOML: {exception.Message}");
            return false;
        }
    }

    /// <param name="mistake">What is wrong, after the key: "must ...".</param>
    public void Refuse(string key, string mistake) => _mistakes.Add($"{_file}: {(Subject.Length > 0 ? Subject + ": " : "")}{key} {mistake}");

    public void Refuse(string key, string value, string allowed) => _mistakes.Add($"{_file}: {(Subject.Length > 0 ? Subject + ": " : "")}{key} = {value}: must be {allowed}");

    /// <summary>Every key that nobody asked for.</summary>
    public void RefuseOthers()
    {
        foreach (var (key, _) in _table)
            if (!_asked.Contains(key))
                _mistakes.Add($"{_file}: {(Subject.Length > 0 ? Subject + ": " : "")}{key}: unknown key");
    }

    public IReadOnlyList<TomlFields> Tables(string key) => Ask(key) switch
    {
        null => [],
        TomlTableArray tables => [.. tables.Select(table => new TomlFields(_file, table, _mistakes) { Subject = Subject })],
        var other => Refused<IReadOnlyList<TomlFields>>(key, other, "tables", []),
    };

    public string Text(string key) => Ask(key) switch
    {
        string { Length: > 0 } text => text,
        var other => Refused(key, other, "a text", ""),
    };

    /// <summary>Null when absent.</summary>
    public string? OptionalText(string key) => Ask(key) switch
    {
        null => null,
        string { Length: > 0 } text => text,
        var other => Refused<string?>(key, other, "a text", null),
    };

    public ImmutableArray<string> Texts(string key) => Ask(key) switch
    {
        null => [],
        TomlArray array when array.All(item => item is string) => [.. array.Cast<string>()],
        var other => Refused<ImmutableArray<string>>(key, other, "a list of texts", []),
    };

    public int? Number(string key, int least, int most) => Ask(key) switch
    {
        null => null,
        long number when number >= least && number <= most => (int)number,
        var other => Refused<int?>(key, other, $"a whole number from {least} to {most}", null),
    };

    public ImmutableArray<int> Numbers(string key, int least, int most) => Ask(key) switch
    {
        TomlArray { Count: > 0 } array when array.All(item => item is long number && number >= least && number <= most) => [.. array.Cast<long>().Select(number => (int)number)],
        var other => Refused<ImmutableArray<int>>(key, other, $"a list of whole numbers from {least} to {most}", []),
    };

    /// <param name="fallback">Null where the key must be there; else it is one of the values.</param>
    public string OneOf(string key, string? fallback, params string[] values)
    {
        if (Ask(key) is not { } given) return fallback ?? Refused(key, null, string.Join(" or ", values), "");
        return given is string text && (text == fallback || values.Contains(text)) ? text : Refused(key, given, string.Join(" or ", fallback is null ? values : [fallback, .. values]), "");
    }

    public DateOnly Date(string key) =>
        Ask(key) is var given && DateOnly.TryParseExact(given as string, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : Refused(key, given, "a day such as \"2026-11-25\"", default(DateOnly));

    /// <summary>"100/s", "10/m", "500/h", as events a second; null when absent.</summary>
    public double? Rate(string key)
    {
        if (Ask(key) is not { } given) return null;
        if (given is string text && text.Split('/') is [var count, var unit] && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            var seconds = unit switch { "s" => 1, "m" => 60, "h" => 3600, _ => 0 };
            if (seconds > 0) return (double)number / seconds;
        }

        return Refused<double?>(key, given, "a rate such as 100/s, 10/m or 500/h", null);
    }

    /// <summary>"30s", "10m", "2h", "1d".</summary>
    public TimeSpan Duration(string key)
    {
        var given = Ask(key);
        if (given is string { Length: > 1 } text && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and < 10_000)
        {
            var seconds = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
            if (seconds > 0) return TimeSpan.FromSeconds((double)count * seconds);
        }

        return Refused(key, given, "a time such as 30s, 10m, 2h or 1d", TimeSpan.Zero);
    }

    private object? Ask(string key)
    {
        _asked.Add(key);
        return _table.TryGetValue(key, out var value) ? value : null;
    }

    private T Refused<T>(string key, object? given, string allowed, T instead)
    {
        Refuse(key, given?.ToString() ?? "", allowed);
        return instead;
    }
}
