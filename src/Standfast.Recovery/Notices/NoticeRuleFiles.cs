using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Standfast.Reputation.Classification;
using Standfast.Reputation.DataFiles;

namespace Standfast.Recovery.Notices;

/// <summary>Reads the rules of data/notices. Whatever is wrong is reported, each mistake by itself; with any of them the server does not start.</summary>
public static partial class NoticeRuleFiles
{
    /// <summary>The cause of a closed port, which no reply has.</summary>
    public const string PortBlocked = "port-blocked";

    private const int Version = 1;

    private static readonly string[] s_kinds = ["provider", "filter", "blocklist", "host", "relay"];

    public static (NoticeRules Rules, IReadOnlyList<string> Mistakes) ReadFolder(string folder)
    {
        if (!Directory.Exists(folder)) return (new NoticeRules([], [], []), [$"there is no folder {folder} with the rules for notices"]);
        return Read(Directory.GetFiles(folder, "*.toml").Order(StringComparer.Ordinal).Select(path => (Path.GetFileName(path), File.ReadAllText(path))));
    }

    public static (NoticeRules Rules, IReadOnlyList<string> Mistakes) Read(IEnumerable<(string Name, string Text)> files)
    {
        var mistakes = new List<string>();
        var (marks, rules, causes) = (new List<CounterpartyMark>(), new List<NoticeRule>(), new List<CauseWord>());
        foreach (var (name, text) in files)
        {
            if (!TomlFields.TryParse(name, text, mistakes, out var fields)) continue;
            if (fields.Number("version", 1, int.MaxValue) is not Version) mistakes.Add($"{name}: version must be {Version}");
            marks.AddRange(fields.Tables("counterparty").Select(ReadMark));
            rules.AddRange(fields.Tables("notice").Select(ReadRule));
            causes.AddRange(fields.Tables("cause").Select(ReadCause));
            fields.RefuseOthers();
        }

        mistakes.AddRange(marks.GroupBy(mark => mark.Id).Where(group => group.Count() > 1).Select(group => $"notices: counterparty \"{group.Key}\" stands twice"));
        mistakes.AddRange(rules.GroupBy(rule => rule.Id).Where(group => group.Count() > 1).Select(group => $"notices: \"{group.Key}\" stands twice"));
        var known = marks.Select(mark => mark.Id).ToHashSet();
        foreach (var rule in rules)
            foreach (var named in new[] { rule.Counterparty, rule.Otherwise }.OfType<string>().Where(named => !known.Contains(named)))
                mistakes.Add($"notices: {rule.Id}: \"{named}\" is no counterparty of data/notices");
        return (new NoticeRules(marks, rules, causes), mistakes);
    }

    private static CounterpartyMark ReadMark(TomlFields entry)
    {
        var id = Named(entry);
        var mark = new CounterpartyMark(id, entry.Text("name"), entry.OneOf("kind", null, s_kinds), Lower(entry, "domains"), Lower(entry, "words"), Lower(entry, "names"), Lower(entry, "hosts"));
        if (mark.Domains.Count + mark.Words.Count == 0) entry.Refuse("words", "", "there, or domains: by nothing it is never known");
        entry.RefuseOthers();
        return mark;
    }

    private static NoticeRule ReadRule(TomlFields entry)
    {
        var id = Named(entry);
        var kind = entry.OneOf("kind", null, [.. Enum.GetValues<NoticeKind>().Where(kind => kind != NoticeKind.Unknown).Select(NameOf)]);
        var from = entry.Texts("from");
        foreach (var wrong in from.Except(s_kinds)) entry.Refuse("from", wrong, string.Join(" or ", s_kinds));
        var (counterparty, otherwise) = (entry.OptionalText("counterparty"), entry.OptionalText("otherwise"));
        if (counterparty is not null && (otherwise is not null || from.Length > 0)) entry.Refuse("counterparty", counterparty, "alone, without from and otherwise");
        var cause = entry.OptionalText("cause");
        if (cause is not null && !IsCause(cause)) entry.Refuse("cause", cause, $"one of data/replies, or {PortBlocked}");
        var rule = new NoticeRule(
            id, Enum.GetValues<NoticeKind>().FirstOrDefault(one => NameOf(one) == kind), counterparty, from, otherwise, cause, entry.Text("action"), Lower(entry, "all"), Lower(entry, "any"), Lower(entry, "none"), entry.Text("source"), entry.Date("date"));
        if (rule.All.Count + rule.Any.Count == 0) entry.Refuse("any", "", "there, or all: else it would be for everything");
        entry.RefuseOthers();
        return rule;
    }

    private static CauseWord ReadCause(TomlFields entry)
    {
        var cause = entry.Text("cause");
        entry.Subject = cause;
        if (!IsCause(cause)) entry.Refuse("cause", cause, $"one of data/replies, or {PortBlocked}");
        var word = new CauseWord(cause, entry.OneOf("rank", "cause", "symptom") == "symptom", Lower(entry, "any"));
        if (word.Phrases.Count == 0) entry.Refuse("any", "", "there");
        entry.RefuseOthers();
        return word;
    }

    public static string NameOf(NoticeKind kind) => Boundary().Replace(kind.ToString(), "-").ToLowerInvariant();

    private static bool IsCause(string name) => name == PortBlocked || ReplyNames.TryParse<ReplyCause>(name, out _);

    private static string Named(TomlFields entry)
    {
        var id = entry.Text("id");
        entry.Subject = id;
        if (id.Length > 0 && !Id().IsMatch(id)) entry.Refuse("id", id, "lower case letters, digits and hyphens");
        return id;
    }

    private static ImmutableArray<string> Lower(TomlFields entry, string key)
    {
        var texts = entry.Texts(key);
        foreach (var text in texts)
            if (text.Length < 2 || text != text.Trim() || text.Any(char.IsUpper) || text.Contains("  ", StringComparison.Ordinal)) entry.Refuse(key, text, "in lower case, two letters or more, with single spaces");
        return texts;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Id();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Boundary();
}
