using System.Collections.Frozen;
using System.Collections.Immutable;
using Standfast.Reputation.DataFiles;

namespace Standfast.Delivery.Providers;

/// <summary>How many recipients a day a new source may have at each provider. May be called concurrently.</summary>
/// <param name="plans">By name of the provider's profile; <see cref="Default"/> is among them, or no source is warmed up.</param>
public sealed class WarmupPlans(IReadOnlyDictionary<string, ImmutableArray<int>> plans)
{
    public const string Default = "default";

    private const int Version = 1;

    /// <summary>Days and recipients that a plan may have; ours.</summary>
    private const int MaxDays = 366, MaxRecipients = 100_000_000;

    private readonly FrozenDictionary<string, ImmutableArray<int>> _plans = plans.ToFrozenDictionary(StringComparer.Ordinal);

    public static WarmupPlans None { get; } = new(new Dictionary<string, ImmutableArray<int>> { [Default] = [] });

    /// <summary>Recipients of each day; empty where there is no cap.</summary>
    public ImmutableArray<int> Find(string provider) => _plans.TryGetValue(provider, out var plan) ? plan : _plans[Default];

    /// <summary>Reads <c>version = 1</c>, then a <c>[[plan]]</c> for each provider. Every mistake is reported by itself.</summary>
    /// <param name="files">Name, for the mistakes, and content.</param>
    public static (WarmupPlans Plans, IReadOnlyList<string> Mistakes) Read(IEnumerable<(string Name, string Text)> files)
    {
        var plans = new Dictionary<string, ImmutableArray<int>>();
        var mistakes = new List<string>();
        foreach (var (name, text) in files)
        {
            if (!TomlFields.TryParse(name, text, mistakes, out var file)) continue;
            if (file.Number("version", 1, int.MaxValue) is not Version) mistakes.Add($"{name}: version must be {Version}");
            foreach (var fields in file.Tables("plan"))
            {
                var provider = fields.Text("provider");
                fields.Subject = $"plan of \"{provider}\"";
                var recipients = fields.Numbers("recipients", 1, MaxRecipients);
                if (recipients is { IsDefault: false, Length: > MaxDays }) fields.Refuse("recipients", $"{recipients.Length} days", $"at most {MaxDays} days");
                _ = (fields.Text("source"), fields.Date("date"));
                if (!plans.TryAdd(provider, recipients.IsDefault ? [] : recipients)) mistakes.Add($"{name}: provider \"{provider}\" has two plans");
                fields.RefuseOthers();
            }

            file.RefuseOthers();
        }

        if (!plans.ContainsKey(Default)) mistakes.Add("there is no warm-up plan \"default\"");
        return (mistakes.Count > 0 ? None : new WarmupPlans(plans), mistakes);
    }

    /// <summary>Reads all *.toml files of a folder. One that is missing is a mistake too.</summary>
    public static (WarmupPlans Plans, IReadOnlyList<string> Mistakes) ReadFolder(string folder) =>
        Directory.Exists(folder)
            ? Read(Directory.GetFiles(folder, "*.toml").Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), File.ReadAllText(file))))
            : (None, [$"there is no folder {folder} with the warm-up plans"]);
}
