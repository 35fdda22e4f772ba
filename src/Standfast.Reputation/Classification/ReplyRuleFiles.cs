using System.Buffers;
using System.Collections.Immutable;

namespace Standfast.Reputation.Classification;

/// <summary>
/// Reads data/replies: <c>version = 1</c> and <c>date</c>, then <c>[[provider]]</c>s, each with its <c>[[provider.rule]]</c>s; docs/replies.md describes them.
/// Whatever is wrong is reported, each mistake by itself; with any of them there are no rules.
/// </summary>
public static class ReplyRuleFiles
{
    private const int Version = 1;

    private static readonly SearchValues<char> s_idLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");

    /// <param name="files">Name, for the mistakes, and content.</param>
    public static (ReplyRules Rules, IReadOnlyList<string> Mistakes) Read(IEnumerable<(string Name, string Text)> files)
    {
        var (sources, rules, mistakes) = (new List<ReplySource>(), new List<ReplyRule>(), new List<string>());
        foreach (var (name, text) in files)
        {
            if (!RuleTable.TryParse(name, text, mistakes, out var file)) continue;
            if (file.Whole("version") != Version) file.Refuse("version", $"must be {Version}");
            file.Date("date");
            foreach (var table in file.Tables("provider"))
            {
                var source = ReadSource(table);
                sources.Add(source);
                rules.AddRange(table.Tables("rule").Select(rule => ReadRule(rule, source.Name)).OfType<ReplyRule>());
                table.RefuseOthers();
            }

            file.RefuseOthers();
        }

        mistakes.AddRange(Twice(rules.Select(rule => rule.Id), "rule"));
        mistakes.AddRange(Twice(sources.SelectMany(source => source.Aliases.Append(source.Name)), "provider"));
        mistakes.AddRange(Twice(sources.SelectMany(source => source.Hosts.Concat(source.Relays)), "host"));
        return (mistakes.Count > 0 ? ReplyRules.Empty : new ReplyRules(sources, rules), mistakes);
    }

    /// <summary>Reads all *.toml files of a folder, in the order of their names. One that is missing is a mistake too.</summary>
    public static (ReplyRules Rules, IReadOnlyList<string> Mistakes) ReadFolder(string folder) =>
        Directory.Exists(folder)
            ? Read(Directory.GetFiles(folder, "*.toml").Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), File.ReadAllText(file))))
            : (ReplyRules.Empty, [$"there is no folder {folder} with the rules for replies"]);

    private static IEnumerable<string> Twice(IEnumerable<string> names, string what) =>
        names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => $"{what} \"{group.Key}\" is described {group.Count()} times");

    private static ReplySource ReadSource(RuleTable table)
    {
        var name = table.Text("name");
        table.Subject = $"provider \"{name}\"";
        return new ReplySource(
            name, table.Text("title"), table.Texts("aliases"), HostsOf(table, "hosts"), HostsOf(table, "relays"), table.OneOf<ReplySourceKind>("kind", ReplySourceKind.Provider));
    }

    private static ImmutableArray<string> HostsOf(RuleTable table, string key)
    {
        var hosts = table.Texts(key);
        foreach (var host in hosts)
            if (!Mail.DomainName.TryParse(host, out var parsed) || parsed.Value != host)
                table.Refuse(key, $"\"{host}\" must be a host name, or what it ends in, in lower case without a leading dot");
        return hosts;
    }

    private static ReplyRule? ReadRule(RuleTable table, string provider)
    {
        var id = table.Text("id");
        table.Subject = $"rule \"{id}\"";
        if (id.AsSpan().ContainsAnyExcept(s_idLetters)) table.Refuse("id", "must be of a-z, 0-9, dot and hyphen");
        if (!ReplyPattern.TryCreate(table.Text("pattern"), out var pattern, out var mistake)) table.Refuse("pattern", mistake);
        var rule = new ReplyRule(
            id, provider, pattern!, table.OneOf<ReplyCause>("cause"), table.OneOf<FaultScope>("scope"), table.OneOf<FaultSeverity>("severity"), table.Text("action"), table.Text("example"), table.Text("source"),
            table.OneOf<RuleEvidence>("evidence"))
        {
            IsGlobal = table.Flag("global", true),
            IsVague = table.Flag("vague", false),
            IsConstructed = table.Flag("constructed", false),
        };
        table.RefuseOthers();
        return pattern is null ? null : rule;
    }
}
