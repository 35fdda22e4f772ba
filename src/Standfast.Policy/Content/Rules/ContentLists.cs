using System.Collections.Frozen;
using Tomlyn;
using Tomlyn.Model;

namespace Standfast.Policy.Content.Rules;

/// <summary>What the content rules know of the world: words, domains and file types, read from <c>data/content/*.toml</c>.</summary>
public sealed class ContentLists
{
    private const int Version = 1;

    private ContentLists(Dictionary<string, string[]> lists)
    {
        FrozenSet<string> Set(string name) => lists.GetValueOrDefault(name, []).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        PhraseSet Search(string name) => new(lists.GetValueOrDefault(name, []));
        IEnumerable<(string, BodyMarks)> Marked(string name, BodyMarks mark) => lists.GetValueOrDefault(name, []).Select(phrase => (phrase, mark));
        (Shorteners, FreeMail, ForeignIdDomains, RegistrySuffixes, TopLevelDomains) = (Set("shorteners"), Set("free_mail"), Set("foreign_id_domains"), Set("registry_suffixes"), Set("top_level_domains"));
        (ReplyMarkers, ForwardMarkers, RefusedExtensions, StreetWords) = (Set("reply_markers"), Set("forward_markers"), Set("refused_extensions"), Set("street_words"));
        StreetEndings = lists.GetValueOrDefault("street_endings", []);
        (DeceptiveSubjects, AttachmentSubjects, ForwardedMarks) = (Search("deceptive_subjects"), Search("attachment_subjects"), Search("forwarded_marks"));
        BodyPhrases = new PhraseSet(
        [
            .. Marked("unsubscribe", BodyMarks.Unsubscribe), .. Marked("placeholders", BodyMarks.TemplateAddress), .. Marked("address_marks", BodyMarks.Address), .. Marked("attachment_bodies", BodyMarks.Attachment),
        ]);
    }

    /// <summary>Names of all lists; each is in one of the files.</summary>
    internal static IReadOnlyList<string> Names { get; } =
    [
        "shorteners", "free_mail", "foreign_id_domains", "registry_suffixes", "top_level_domains", "reply_markers", "forward_markers", "refused_extensions", "street_words", "street_endings", "deceptive_subjects",
        "attachment_subjects", "attachment_bodies", "unsubscribe", "placeholders", "address_marks", "forwarded_marks",
    ];

    /// <summary>Hosts that turn short links into others.</summary>
    public FrozenSet<string> Shorteners { get; }

    /// <summary>Domains where anybody gets an address, and whose owners send for them alone.</summary>
    public FrozenSet<string> FreeMail { get; }

    internal FrozenSet<string> ForeignIdDomains { get; }

    internal FrozenSet<string> RegistrySuffixes { get; }

    internal FrozenSet<string> TopLevelDomains { get; }

    internal FrozenSet<string> ReplyMarkers { get; }

    internal FrozenSet<string> ForwardMarkers { get; }

    internal FrozenSet<string> RefusedExtensions { get; }

    internal FrozenSet<string> StreetWords { get; }

    internal IReadOnlyList<string> StreetEndings { get; }

    internal PhraseSet DeceptiveSubjects { get; }

    internal PhraseSet AttachmentSubjects { get; }

    /// <summary>What bodies speak of, in one set: so one pass over the text finds it all.</summary>
    internal PhraseSet BodyPhrases { get; }

    internal PhraseSet ForwardedMarks { get; }

    /// <summary>Whatever is wrong is reported, each mistake by itself.</summary>
    public static (ContentLists Lists, IReadOnlyList<string> Mistakes) ReadFolder(string folder)
    {
        var (lists, mistakes) = (new Dictionary<string, string[]>(), new List<string>());
        if (!Directory.Exists(folder)) return (new ContentLists(lists), [$"there is no folder {folder} with the lists of the content rules"]);
        foreach (var file in Directory.GetFiles(folder, "*.toml").Order(StringComparer.Ordinal)) Read(Path.GetFileName(file), File.ReadAllText(file), lists, mistakes);
        foreach (var name in Names)
            if (!lists.ContainsKey(name))
                mistakes.Add($"{folder}: the list {name} is missing");
        return (new ContentLists(lists), mistakes);
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
        foreach (var (name, value) in table)
        {
            if (name is "version" or "source" or "date") continue;
            if (!Names.Contains(name)) mistakes.Add($"{file}: {name} is none of {string.Join(", ", Names)}");
            else if (value is not TomlArray array || array.Any(one => one is not string { Length: > 0 })) mistakes.Add($"{file}: {name} must be a list of texts");
            else if (!lists.TryAdd(name, [.. array.Cast<string>()])) mistakes.Add($"{file}: {name} is there a second time");
        }
    }
}
