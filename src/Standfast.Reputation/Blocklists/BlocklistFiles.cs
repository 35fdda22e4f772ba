using System.Collections.Immutable;
using Standfast.Mail;
using Standfast.Reputation.DataFiles;

namespace Standfast.Reputation.Blocklists;

/// <summary>
/// Reads lists from TOML: <c>version = 1</c>, then a <c>[[list]]</c> each with its <c>[[list.code]]</c>s, and <c>[[closed]]</c> zones.
/// Whatever is wrong is reported, each mistake by itself.
/// </summary>
public static class BlocklistFiles
{
    private const int Version = 1;

    /// <param name="files">Name, for the mistakes, and content.</param>
    /// <param name="own">The owner's: a list of the same id or zone takes the place of one of <paramref name="files"/>.</param>
    public static (BlocklistCatalogue Catalogue, IReadOnlyList<string> Mistakes) Read(IEnumerable<(string Name, string Text)> files, params IEnumerable<(string Name, string Text)> own)
    {
        var mistakes = new List<string>();
        var (known, closed) = ReadAll(files, mistakes);
        var (added, closedToo) = ReadAll(own, mistakes);
        List<Blocklist> lists = [.. known.Where(list => !added.Exists(other => other.Id == list.Id || other.Zone == list.Zone)), .. added];
        closed.AddRange(closedToo);
        foreach (var twice in Twice(known, list => list.Id).Concat(Twice(added, list => list.Id))) mistakes.Add($"list \"{twice.Key}\" is described {twice.Count()} times");
        foreach (var twice in Twice(known.Select(list => list.Zone.Value).Concat(closed.Select(zone => zone.Zone)), zone => zone).Concat(Twice(added.Select(list => list.Zone.Value).Concat(closed.Select(zone => zone.Zone).Distinct()), zone => zone)))
            mistakes.Add($"zone {twice.Key} is described {twice.Count()} times");
        return (mistakes.Count > 0 ? BlocklistCatalogue.Empty : new BlocklistCatalogue(lists, closed), mistakes);
    }

    /// <summary>Reads all *.toml files of a folder, in the order of their names. One that is missing is a mistake too.</summary>
    /// <param name="own">Paths of the owner's files.</param>
    public static (BlocklistCatalogue Catalogue, IReadOnlyList<string> Mistakes) ReadFolder(string folder, params IReadOnlyList<string> own)
    {
        if (!Directory.Exists(folder)) return (BlocklistCatalogue.Empty, [$"there is no folder {folder} with the blocklists"]);
        var unread = new List<string>();
        var given = new List<(string, string)>();
        foreach (var file in own)
        {
            try
            {
                given.Add((file, File.ReadAllText(file)));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                unread.Add($"{file}: cannot be read: {exception.Message}");
            }
        }

        var (catalogue, mistakes) = Read(Directory.GetFiles(folder, "*.toml").Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), File.ReadAllText(file))), given);
        return (catalogue, [.. unread, .. mistakes]);
    }

    private static IEnumerable<IGrouping<string, T>> Twice<T>(IEnumerable<T> all, Func<T, string> key) => all.GroupBy(key).Where(group => group.Count() > 1);

    private static (List<Blocklist> Lists, List<ClosedZone> Closed) ReadAll(IEnumerable<(string Name, string Text)> files, List<string> mistakes)
    {
        var lists = new List<Blocklist>();
        var closed = new List<ClosedZone>();
        foreach (var (name, text) in files)
        {
            if (!TomlFields.TryParse(name, text, mistakes, out var file)) continue;
            if (file.Number("version", 1, int.MaxValue) is not Version) mistakes.Add($"{name}: version must be {Version}");
            foreach (var list in file.Tables("list"))
                if (ReadList(list) is { } read)
                    lists.Add(read);
            foreach (var zones in file.Tables("closed")) closed.AddRange(ReadClosed(zones));
            file.RefuseOthers();
        }

        return (lists, closed);
    }

    private static Blocklist? ReadList(TomlFields fields)
    {
        var id = fields.Text("id");
        fields.Subject = $"list \"{id}\"";
        var zone = fields.Text("zone");
        if (!DomainName.TryParse(zone, out var name) || name.Value != zone) fields.Refuse("zone", zone, "the name of a zone, in lower case");
        var access = fields.OneOf("access", null, "open", "registration", "key", "contract");
        var keyed = fields.OptionalText("keyed_zone");
        if (keyed is not null && (!keyed.StartsWith($"{Blocklist.KeyMark}.", StringComparison.Ordinal) || !DomainName.TryParse(keyed, out _))) fields.Refuse("keyed_zone", keyed, $"a name that begins with \"{Blocklist.KeyMark}.\"");
        if (access == "key" && keyed is null) fields.Refuse("keyed_zone", "", "given where the access is by key");
        var list = new Blocklist(id, name ?? DomainName.Parse("invalid"), fields.Text("operator"), About(fields), fields.Number("tier", 1, 3) ?? 3)
        {
            IsAllowList = fields.OneOf("kind", "block", "allow") == "allow",
            Access = access switch { "registration" => ListAccess.Registration, "key" => ListAccess.Key, "contract" => ListAccess.Contract, _ => ListAccess.Open },
            KeyedZone = keyed,
            Every = fields.Duration("every"),
            Daily = fields.Number("daily", 1, int.MaxValue),
            Listed = Points(fields, "listed"),
            Unlisted = Points(fields, "unlisted"),
            Quoted = fields.Texts("quoted"),
            Removal = fields.Text("removal"),
            Procedure = fields.Text("procedure"),
            Expiry = fields.Text("expiry"),
            Rules = fields.Text("rules"),
            Codes = [.. fields.Tables("code").Select(ReadCode).OfType<ReturnCode>()],
        };
        if (list.Unlisted.IsEmpty) fields.Refuse("unlisted", "", "at least one point: a zone that lists everybody is known by it alone");
        if (list.Codes.IsEmpty) fields.Refuse("code", "", "at least one");
        foreach (var word in list.Quoted)
            if (word.Length < 5 || word.Any(char.IsUpper)) fields.Refuse("quoted", word, "words of 5 characters or more, in lower case");
        fields.OneOf("certainty", "high", "medium", "low");
        fields.Text("source");
        fields.Date("date");
        fields.RefuseOthers();
        return id.Length > 0 && name is not null ? list : null;
    }

    private static ListingSubjects About(TomlFields fields)
    {
        var about = ListingSubjects.None;
        foreach (var kind in fields.Texts("about"))
        {
            var one = kind switch { "ip4" => ListingSubjects.Ip4, "ip6" => ListingSubjects.Ip6, "domain" => ListingSubjects.Domain, "email" => ListingSubjects.Email, _ => ListingSubjects.None };
            if (one == ListingSubjects.None) fields.Refuse("about", kind, "ip4, ip6, domain or email");
            about |= one;
        }

        if (about == ListingSubjects.None) fields.Refuse("about", "", "at least one of ip4, ip6, domain and email");
        return about;
    }

    private static ImmutableArray<string> Points(TomlFields fields, string key)
    {
        var points = fields.Texts(key);
        foreach (var point in points)
            if (!ListingSubject.TryParse(point, out _)) fields.Refuse(key, point, "an address or a domain");
        return points;
    }

    private static ReturnCode? ReadCode(TomlFields fields)
    {
        var text = fields.Text("code");
        var meaning = fields.Text("meaning");
        var severity = fields.OneOf("severity", null, "error", "positive", "info", "low", "medium", "high", "critical");
        fields.RefuseOthers();
        if (ReturnCode.TryParse(text, meaning, Enum.TryParse<ListingSeverity>(severity, ignoreCase: true, out var read) ? read : default, out var code)) return code;
        fields.Refuse("code", text, "an address in 127.0.0.0/8, FIRST-LAST, one with x for any octet, or bit N");
        return null;
    }

    private static IEnumerable<ClosedZone> ReadClosed(TomlFields fields)
    {
        var zones = fields.Texts("zones");
        fields.Subject = $"closed zones {(zones.IsEmpty ? "" : zones[0])}";
        foreach (var zone in zones)
            if (!DomainName.TryParse(zone, out var name) || name.Value != zone) fields.Refuse("zones", zone, "names of zones, in lower case");
        var (reason, since) = (fields.Text("reason"), fields.Text("since"));
        var answers = fields.OneOf("answers", null, "empty", "everything", "garbage", "unreliable", "refused", "redirected", "timeout");
        fields.Text("source");
        fields.Date("date");
        fields.RefuseOthers();
        return zones.Select(zone => new ClosedZone(zone, reason, since, answers));
    }
}
