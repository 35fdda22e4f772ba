using System.Collections.Immutable;
using Standfast.Mail;
using Standfast.Reputation.DataFiles;

namespace Standfast.Recovery.Playbooks;

/// <summary>
/// Reads data/playbooks/*.toml: <c>version = 1</c>, the counterparty, then a <c>[[route]]</c> each with its <c>[[route.field]]</c>s, <c>[[outcome]]</c>s and
/// <c>[[hint]]</c>s. Whatever is wrong is reported, each mistake by itself.
/// </summary>
public static class PlaybookFiles
{
    private const int Version = 1;

    private const string HttpsMark = "https://";

    private static readonly (string Name, CounterpartyKind Kind)[] s_kinds =
        [("mailbox-provider", CounterpartyKind.MailboxProvider), ("filter", CounterpartyKind.Filter), ("blocklist", CounterpartyKind.Blocklist), ("host", CounterpartyKind.Host), ("relay", CounterpartyKind.Relay)];

    private static readonly (string Name, RouteKind Kind)[] s_routes =
        [("form", RouteKind.Form), ("mail", RouteKind.Mail), ("ticket", RouteKind.Ticket), ("none", RouteKind.None), ("network-operator", RouteKind.NetworkOperator)];

    public static (PlaybookCatalogue Catalogue, IReadOnlyList<string> Mistakes) ReadFolder(string folder)
    {
        if (!Directory.Exists(folder)) return (new PlaybookCatalogue([]), [$"there is no folder {folder} with the playbooks"]);
        var (playbooks, mistakes) = (new List<Playbook>(), new List<string>());
        foreach (var path in Directory.GetFiles(folder, "*.toml").Order(StringComparer.Ordinal))
            if (Read(Path.GetFileName(path), File.ReadAllText(path), mistakes) is { } playbook)
                playbooks.Add(playbook);
        foreach (var twice in playbooks.SelectMany(playbook => playbook.Providers.Union(playbook.Lists)).GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1))
            mistakes.Add($"playbooks: \"{twice.Key}\" stands in {twice.Count()} of them: leave it in the one that is asked");
        return (new PlaybookCatalogue(playbooks), mistakes);
    }

    /// <returns>Null where it could not be made; with mistakes in any case that it is not whole.</returns>
    public static Playbook? Read(string file, string text, List<string> mistakes)
    {
        if (!TomlFields.TryParse(file, text, mistakes, out var fields)) return null;
        var before = mistakes.Count;
        if (fields.Number("version", 1, int.MaxValue) is not Version) mistakes.Add($"{file}: version must be {Version}");
        var id = fields.Text("id");
        fields.Subject = $"playbook \"{id}\"";
        if (id != Path.GetFileNameWithoutExtension(file)) fields.Refuse("id", id, $"the name of the file, {Path.GetFileNameWithoutExtension(file)}");
        var playbook = new Playbook(
            id, fields.Text("name"), KindOf(s_kinds, fields.OneOf("kind", null, [.. s_kinds.Select(kind => kind.Name)])), fields.Text("answer"), fields.Duration("answer_within"), fields.Duration("follow_up"), fields.Text("retry"), fields.Date("date"))
        {
            Providers = fields.Texts("providers"),
            Lists = fields.Texts("lists"),
            Hosts = fields.Texts("hosts"),
            Words = fields.Texts("words"),
            Prerequisites = Needed(fields, "prerequisites"),
            Omit = Needed(fields, "omit"),
            Sources = Needed(fields, "sources"),
            Routes = [.. fields.Tables("route").Select(route => ReadRoute(route, id))],
            Outcomes = [.. fields.Tables("outcome").Select(ReadOutcome)],
            Hints = [.. fields.Tables("hint").Select(ReadHint)],
        };
        if (playbook.Providers.Count + playbook.Lists.Count + playbook.Hosts.Count + playbook.Words.Count == 0) fields.Refuse("words", "", "given where neither providers, lists nor hosts are: no incident would find it");
        foreach (var word in playbook.Words.Where(word => word.Length < 3 || word.Any(char.IsUpper))) fields.Refuse("words", word, "of 3 characters or more, in lower case");
        foreach (var source in playbook.Sources.Where(source => !IsUrl(source))) fields.Refuse("sources", source, "https URLs");
        if (playbook.Routes.Count(route => route.When.Count == 0) != 1) fields.Refuse("route", $"{playbook.Routes.Count}", "one or more, of which exactly one has no \"when\": it is taken where no other fits");
        foreach (var twice in playbook.Routes.GroupBy(route => route.Id).Where(group => group.Count() > 1)) fields.Refuse("route", twice.Key, "of another id each");
        fields.RefuseOthers();
        return mistakes.Count == before ? playbook : null;
    }

    private static PlaybookRoute ReadRoute(TomlFields fields, string playbook)
    {
        var id = fields.Text("id");
        fields.Subject = $"playbook \"{playbook}\", route \"{id}\"";
        var kind = KindOf(s_routes, fields.OneOf("kind", null, [.. s_routes.Select(route => route.Name)]));
        var route = new PlaybookRoute(
            id, kind, fields.OptionalText("to"), fields.Texts("when"), fields.Text("ask"), fields.OptionalText("note") ?? "", fields.OneOf("certainty", null, "high", "medium", "low"), [.. fields.Tables("field").Select(ReadField).OfType<FormField>()]);
        if (kind == RouteKind.Form && !IsUrl(route.To)) fields.Refuse("to", route.To ?? "", "the https URL of the form");
        if (kind == RouteKind.Form && route.Fields.Count == 0) fields.Refuse("field", "", "given: what the form asks, in its order");
        if (kind == RouteKind.Mail && !EmailAddress.TryParse(route.To ?? "", out _)) fields.Refuse("to", route.To ?? "", "the address of the mail");
        if (kind == RouteKind.Ticket && route.To is not null && !IsUrl(route.To)) fields.Refuse("to", route.To, "an https URL, or left out");
        if (kind is RouteKind.None or RouteKind.NetworkOperator && route.To is not null) fields.Refuse("to", route.To, "left out: nobody is written to there");
        if (kind is RouteKind.None or RouteKind.Ticket or RouteKind.NetworkOperator && route.Note.Length == 0) fields.Refuse("note", "", "given: what to do instead, or where the ticket is");
        foreach (var place in RequestFactNames.PlacesIn(route.Ask).Where(place => !RequestFactNames.TryParse(place, out _))) fields.Refuse("ask", place, $"a fact: {string.Join(", ", RequestFactNames.All)}");
        fields.RefuseOthers();
        return route;
    }

    private static FormField? ReadField(TomlFields fields)
    {
        var (label, fact) = (fields.Text("label"), fields.Text("fact"));
        fields.RefuseOthers();
        if (RequestFactNames.TryParse(fact, out var known)) return new FormField(label, known);
        fields.Refuse("fact", fact, $"one of {string.Join(", ", RequestFactNames.All)}");
        return null;
    }

    private static PlaybookOutcome ReadOutcome(TomlFields fields)
    {
        var outcome = new PlaybookOutcome(fields.Text("says"), fields.Text("means")) { Result = AnswerNames.Read(fields.OneOf("result", "unclear", [.. AnswerNames.All])) };
        fields.RefuseOthers();
        return outcome;
    }

    private static PlaybookHint ReadHint(TomlFields fields)
    {
        var hint = new PlaybookHint(Needed(fields, "causes"), fields.Text("text"));
        fields.RefuseOthers();
        return hint;
    }

    private static ImmutableArray<string> Needed(TomlFields fields, string key)
    {
        var texts = fields.Texts(key);
        if (texts.Length == 0) fields.Refuse(key, "", "at least one");
        return texts;
    }

    private static T KindOf<T>((string Name, T Kind)[] kinds, string name) => kinds.FirstOrDefault(kind => kind.Name == name).Kind;

    private static bool IsUrl(string? text) => text is not null && text.StartsWith(HttpsMark, StringComparison.Ordinal) && Uri.TryCreate(text, UriKind.Absolute, out _);
}
