using System.Buffers;
using System.Collections.Immutable;
using Tomlyn;
using Tomlyn.Model;

namespace Standfast.Policy.Limits;

/// <summary>How many recipients a day something new may have. May be called concurrently.</summary>
public sealed class RampPlans
{
    /// <summary>Chosen for an account that needs none.</summary>
    public const string Off = "off";

    /// <summary>The plans that new accounts and domains have where nothing else is said.</summary>
    public const string Account = "account", Domain = "domain";

    private const int Version = 1;

    /// <summary>Ours.</summary>
    private const int MaxDays = 366;

    private static readonly SearchValues<char> s_name = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    private readonly Dictionary<string, ImmutableArray<long>> _plans;

    public RampPlans(IReadOnlyDictionary<string, ImmutableArray<long>> plans) => _plans = new Dictionary<string, ImmutableArray<long>>(plans, StringComparer.Ordinal);

    public static RampPlans None { get; } = new(new Dictionary<string, ImmutableArray<long>>());

    public IEnumerable<string> Names => _plans.Keys.Order(StringComparer.Ordinal);

    public bool Has(string name) => _plans.ContainsKey(name);

    /// <returns>Null once the plan is over, and for one that is not known.</returns>
    public RampStep? At(string plan, TimeSpan age)
    {
        if (!_plans.TryGetValue(plan, out var days)) return null;
        var day = Math.Max(0, age.Ticks / s_day.Ticks);
        return day < days.Length ? new RampStep(plan, (int)day + 1, days[(int)day], (day + 1) * s_day - age) : null;
    }

    /// <summary>Reads all *.toml files: <c>version = 1</c>, then a <c>[[ramp]]</c> each with name, recipients (of each day), source and date. Each mistake is reported by itself.</summary>
    public static (RampPlans Plans, IReadOnlyList<string> Mistakes) ReadFolder(string folder)
    {
        if (!Directory.Exists(folder)) return (None, [$"there is no folder {folder} with the ramps"]);
        var (plans, mistakes) = (new Dictionary<string, ImmutableArray<long>>(), new List<string>());
        foreach (var file in Directory.GetFiles(folder, "*.toml").Order(StringComparer.Ordinal)) Read(Path.GetFileName(file), File.ReadAllText(file), plans, mistakes);
        foreach (var needed in (string[])[Account, Domain])
            if (!plans.ContainsKey(needed)) mistakes.Add($"there is no ramp \"{needed}\"");
        return (mistakes.Count > 0 ? None : new RampPlans(plans), mistakes);
    }

    private static void Read(string file, string text, Dictionary<string, ImmutableArray<long>> plans, List<string> mistakes)
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
        foreach (var entry in table.TryGetValue("ramp", out var listed) && listed is TomlTableArray array ? array : [])
        {
            var name = entry.TryGetValue("name", out var named) ? named as string ?? "" : "";
            var days = entry.TryGetValue("recipients", out var numbers) && numbers is TomlArray values ? values.Select(value => value is long number ? number : 0).ToImmutableArray() : [];
            if (name.Length == 0 || name == Off || name.AsSpan().ContainsAnyExcept(s_name)) mistakes.Add($"{file}: name \"{name}\" is not of a-z, 0-9 and hyphen, or taken");
            if (days.Length is 0 or > MaxDays || days.Any(day => day is < 1 or > LimitRule.MaxAmount)) mistakes.Add($"{file}: ramp \"{name}\" needs recipients of 1 to {MaxDays} days, each at least 1");
            if (entry.TryGetValue("source", out var source) is false || source is not string { Length: > 0 }) mistakes.Add($"{file}: ramp \"{name}\" needs a source");
            if (!plans.TryAdd(name, days)) mistakes.Add($"{file}: ramp \"{name}\" is there twice");
        }
    }
}
