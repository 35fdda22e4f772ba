using Standfast.Mail;
using Tomlyn;
using Tomlyn.Model;

namespace Standfast.Reputation.Statistics.Limits;

/// <summary>Reads the limits of data/limits. Whatever is wrong is reported, each mistake by itself; with any of them the server does not start.</summary>
public static class LimitFiles
{
    private const int Version = 1;

    /// <summary>Ours: longer times are kept in days alone.</summary>
    private static readonly TimeSpan s_shortest = TimeSpan.FromHours(1), s_longest = TimeSpan.FromDays(7);

    private static readonly string[] s_known = ["id", "provider", "metric", "warn", "limit", "window", "least", "meaning", "seen", "source", "date"];

    public static (IReadOnlyList<PublishedLimit> Limits, IReadOnlyList<string> Mistakes) ReadFolder(string folder)
    {
        var (limits, mistakes) = (new List<PublishedLimit>(), new List<string>());
        if (!Directory.Exists(folder)) return ([], [$"there is no folder {folder} with the limits of providers"]);
        foreach (var file in Directory.GetFiles(folder, "*.toml").Order(StringComparer.Ordinal))
        {
            var (read, wrong) = Read(Path.GetFileName(file), File.ReadAllText(file));
            limits.AddRange(read);
            mistakes.AddRange(wrong);
        }

        foreach (var twice in limits.GroupBy(limit => limit.Id, StringComparer.Ordinal).Where(group => group.Count() > 1)) mistakes.Add($"limits: \"{twice.Key}\" stands twice");
        return (limits, mistakes);
    }

    public static (IReadOnlyList<PublishedLimit> Limits, IReadOnlyList<string> Mistakes) Read(string file, string text)
    {
        var (limits, mistakes) = (new List<PublishedLimit>(), new List<string>());
        TomlTable table;
        try
        {
            table = TomlSerializer.Deserialize<TomlTable>(text) ?? [];
        }
        catch (TomlException exception)
        {
            return ([], [$"{file}: {exception.Message}"]);
        }

        if (!table.TryGetValue("version", out var version) || version is not (long)Version) mistakes.Add($"{file}: version must be {Version}");
        foreach (var entry in table.TryGetValue("limit", out var found) && found is TomlTableArray array ? array : []) ReadEntry(file, entry, limits, mistakes);
        return (limits, mistakes);
    }

    private static void ReadEntry(string file, TomlTable entry, List<PublishedLimit> limits, List<string> mistakes)
    {
        string Text(string key) => entry.TryGetValue(key, out var value) && value is string written ? written : "";
        double Number(string key) => entry.TryGetValue(key, out var value) ? value switch { long whole => whole, double real => real, _ => double.NaN } : 0;
        var before = mistakes.Count;
        var at = $"{file}: limit \"{Text("id")}\"";
        foreach (var needed in (string[])["id", "provider", "meaning", "source", "date"])
            if (Text(needed).Length == 0) mistakes.Add($"{at}: {needed} is missing");
        foreach (var unknown in entry.Keys.Except(s_known)) mistakes.Add($"{at}: \"{unknown}\" is not known there");
        LimitMetric? metric = Text("metric") switch { "complaint-rate" => LimitMetric.ComplaintRate, "bounce-rate" => LimitMetric.BounceRate, "unknown-rate" => LimitMetric.UnknownRate, "delivered" => LimitMetric.Delivered, _ => null };
        if (metric is null) mistakes.Add($"{at}: metric must be complaint-rate, bounce-rate, unknown-rate or delivered");
        var (warn, limit, least) = (Number("warn"), Number("limit"), Number("least"));
        var most = metric == LimitMetric.Delivered ? 1e12 : 1;
        if (!(limit > 0 && limit <= most)) mistakes.Add($"{at}: limit must be above 0 and at most {most:0}");
        if (!(warn >= 0 && warn < limit)) mistakes.Add($"{at}: warn must be below the limit");
        if (!(least >= 0 && least <= 1e9)) mistakes.Add($"{at}: least must be 0 to 1000000000 messages");
        if (!DurationText.TryParse(Text("window"), out var window) || window < s_shortest || window > s_longest) mistakes.Add($"{at}: window must be 1h to 7d");
        var seen = !entry.TryGetValue("seen", out var written) || written is not false;
        if (mistakes.Count == before) limits.Add(new PublishedLimit(Text("id"), Text("provider"), metric!.Value, warn, limit, window, (long)least, Text("meaning"), seen, Text("source"), Text("date")));
    }
}
