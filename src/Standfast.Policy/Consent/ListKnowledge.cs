using System.Collections.Frozen;
using Tomlyn;
using Tomlyn.Model;

namespace Standfast.Policy.Consent;

/// <summary>What the import gate knows of the world, read from <c>data/lists/*.toml</c>.</summary>
public sealed class ListKnowledge
{
    private const int Version = 1;

    private static readonly string[] s_names = ["role_names", "disposable_domains", "typo_domains", "bought_words"];

    private ListKnowledge(Dictionary<string, string[]> lists)
    {
        FrozenSet<string> Set(string name) => lists.GetValueOrDefault(name, []).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        (RoleNames, DisposableDomains, TypoDomains, BoughtWords) = (Set(s_names[0]), Set(s_names[1]), Set(s_names[2]), lists.GetValueOrDefault(s_names[3], []));
    }

    /// <summary>Local parts that stand for a task and not for a person.</summary>
    public FrozenSet<string> RoleNames { get; }

    /// <summary>Domains whose addresses are thrown away after use.</summary>
    public FrozenSet<string> DisposableDomains { get; }

    /// <summary>Domains that people write when they mean another; many of them are traps.</summary>
    public FrozenSet<string> TypoDomains { get; }

    /// <summary>Words of sources that were not asked.</summary>
    public IReadOnlyList<string> BoughtWords { get; }

    /// <summary>Whatever is wrong is reported, each mistake by itself.</summary>
    public static (ListKnowledge Knowledge, IReadOnlyList<string> Mistakes) ReadFolder(string folder)
    {
        var (lists, mistakes) = (new Dictionary<string, string[]>(), new List<string>());
        if (!Directory.Exists(folder)) return (new ListKnowledge(lists), [$"there is no folder {folder} with the lists of the import gate"]);
        foreach (var file in Directory.GetFiles(folder, "*.toml").Order(StringComparer.Ordinal)) Read(Path.GetFileName(file), File.ReadAllText(file), lists, mistakes);
        mistakes.AddRange(s_names.Where(name => !lists.ContainsKey(name)).Select(name => $"lists: there is no {name}"));
        return (new ListKnowledge(lists), mistakes);
    }

    private static void Read(string file, string text, Dictionary<string, string[]> lists, List<string> mistakes)
    {
        TomlTable table;
        try
        {
            table = TomlSerializer.Deserialize<TomlTable>(text) ?? [];
        }
        catch (TomlException exception)
        {
            mistakes.Add($"{file}: {exception.Message}");
            return;
        }

        if (!table.TryGetValue("version", out var version) || version is not (long)Version) mistakes.Add($"{file}: version must be {Version}");
        if (!table.TryGetValue("source", out var source) || source is not string { Length: > 0 } || !table.ContainsKey("date")) mistakes.Add($"{file}: source and date are missing");
        foreach (var (name, value) in table)
        {
            if (name is "version" or "source" or "date") continue;
            if (!s_names.Contains(name)) mistakes.Add($"{file}: {name} is none of {string.Join(", ", s_names)}");
            else if (value is not TomlArray array || !array.All(entry => entry is string { Length: > 0 })) mistakes.Add($"{file}: {name} must be a list of texts");
            else lists[name] = [.. array.Cast<string>()];
        }
    }
}
