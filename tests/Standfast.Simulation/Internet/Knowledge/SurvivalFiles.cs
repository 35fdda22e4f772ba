using System.Collections.Frozen;
using Standfast.Reputation.DataFiles;

namespace Standfast.Simulation.Internet.Knowledge;

/// <summary>Reads data/survival.</summary>
internal static class SurvivalFiles
{
    private const int Version = 1;

    private const double PartsOfMillion = 1_000_000;

    /// <exception cref="InvalidDataException">Names every mistake.</exception>
    public static SurvivalKnowledge Read(string folder)
    {
        var mistakes = new List<string>();
        var knowledge = new SurvivalKnowledge(
            [.. Tables(folder, "providers.toml", "provider", mistakes).Select(ReadProvider)],
            [.. Tables(folder, "blocklists.toml", "list", mistakes).Select(ReadList)],
            Tables(folder, "host.toml", "host", mistakes).Select(ReadHost).First(),
            Tables(folder, "host.toml", "owner", mistakes).Select(ReadOwner).First(),
            Tables(folder, "mail.toml", "kind", mistakes).Select(ReadMail).ToFrozenDictionary(traits => traits.Kind));
        foreach (var provider in knowledge.Providers)
            foreach (var list in provider.Lists)
                if (!knowledge.Blocklists.Any(rules => rules.Name == list))
                    mistakes.Add($"provider {provider.Name}: there is no list {list}");
        if (knowledge.Providers.Sum(provider => provider.SharePercent) != 100) mistakes.Add("the providers' shares are not 100 % together");
        return mistakes.Count == 0 ? knowledge : throw new InvalidDataException(string.Join('\n', mistakes));
    }

    private static IEnumerable<TomlFields> Tables(string folder, string name, string key, List<string> mistakes)
    {
        if (!TomlFields.TryParse(name, File.ReadAllText(Path.Combine(folder, name)), mistakes, out var file)) yield break;
        if (file.Number("version", 1, int.MaxValue) is not Version) mistakes.Add($"{name}: version must be {Version}");
        foreach (var table in file.Tables(key))
        {
            yield return table;
            _ = (table.Text("source"), table.Date("date"));
            table.RefuseOthers();
        }
    }

    private static ProviderRules ReadProvider(TomlFields fields)
    {
        fields.Subject = fields.Text("name");
        _ = fields.Text("limits");
        var provider = new ProviderRules(fields.Subject, fields.Text("mx"), fields.Texts("domains"), Number(fields, "share_percent"), fields.Texts("lists"))
        {
            Verdict = fields.OneOf("verdict", null, "mail", "recipient", "content"),
            ComplaintsFoldered = fields.Number("complaints_foldered", 0, 1_000_000) is { } foldered ? foldered / PartsOfMillion : double.PositiveInfinity,
            Complaints = Pair(fields, "complaints"),
            ComplaintsWindow = Hours(fields, "complaints_window"),
            Unknown = Pair(fields, "unknown"),
            Spam = Pair(fields, "spam"),
            TrapsBad = Number(fields, "traps_bad"),
            SlowedPer10Minutes = Number(fields, "slowed_per_10_minutes"),
            Slow = Hours(fields, "slow_hours"),
            Block = Hours(fields, "block_hours"),
            Recovery = TimeSpan.FromDays(Number(fields, "recovery_days")),
            HasFeedback = IsSo(fields, "has_feedback"),
            Appeal = IsSo(fields, "has_appeal") ? Hours(fields, "appeal_hours") : null,
            Texts = new ProviderTexts(
                fields.Text("no_such_user"), fields.Text("slowed_ip"), fields.Text("slowed_domain"), fields.Text("blocked_ip"), fields.Text("blocked_domain"), fields.Text("spam"), fields.Text("malware"), fields.Text("unauthenticated"),
                fields.Texts("lists").IsEmpty ? "" : fields.Text("listed")),
        };
        return provider;
    }

    private static BlocklistRules ReadList(TomlFields fields)
    {
        fields.Subject = fields.Text("name");
        _ = fields.Text("limits");
        return new BlocklistRules(fields.Subject, fields.Text("zone"), Number(fields, "trap_hits"), Number(fields, "reports"), Hours(fields, "window"), Hours(fields, "listed_hours"), IsSo(fields, "relists_longer"));
    }

    private static HostRules ReadHost(TomlFields fields)
    {
        _ = fields.Text("limits");
        return new HostRules(
            Number(fields, "spam_messages"), Number(fields, "spam_percent") / 100.0, Hours(fields, "spam_window"), Number(fields, "seen_percent") / 100.0, Number(fields, "abuse_reports"), Hours(fields, "abuse_window"),
            Hours(fields, "answer_hours"), Hours(fields, "first_block_hours"), Hours(fields, "next_block_hours"));
    }

    private static OwnerHabits ReadOwner(TomlFields fields) => new(
        Number(fields, "wakes_hour"), Number(fields, "sleeps_hour"), Minutes(fields, "reacts"), Number(fields, "looks_hour"), Minutes(fields, "hears_of_bounces"));

    private static MailTraits ReadMail(TomlFields fields)
    {
        fields.Subject = fields.Text("name");
        return new MailTraits(
            fields.Subject, IsSo(fields, "harmful"), Parts(fields, "complaints"), Parts(fields, "leaves"), IsSo(fields, "no_way_out"), Parts(fields, "filtered_percent") * 10_000, Parts(fields, "refused_percent") * 10_000, Parts(fields, "dead"), Parts(fields, "traps"));
    }

    private static bool IsSo(TomlFields fields, string key) => fields.OneOf(key, "no", "yes") == "yes";

    private static int Number(TomlFields fields, string key) => fields.Number(key, 0, 1_000_000) ?? 0;

    private static double Parts(TomlFields fields, string key) => Number(fields, key) / PartsOfMillion;

    private static TimeSpan Hours(TomlFields fields, string key) => TimeSpan.FromHours(Number(fields, key));

    private static (double, double) Pair(TomlFields fields, string key) => (Parts(fields, key + "_low"), Parts(fields, key + "_bad"));

    private static (TimeSpan, TimeSpan) Minutes(TomlFields fields, string key) => (TimeSpan.FromMinutes(Number(fields, key + "_least_minutes")), TimeSpan.FromMinutes(Number(fields, key + "_most_minutes")));
}
