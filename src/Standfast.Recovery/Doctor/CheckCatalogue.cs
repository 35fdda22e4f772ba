using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Standfast.Reputation.DataFiles;

namespace Standfast.Recovery.Doctor;

/// <summary>The texts of the checks, read from <c>data/doctor/*.toml</c>: <c>version = 1</c>, then a <c>[[check]]</c> each.</summary>
public sealed partial class CheckCatalogue
{
    private const int Version = 1;

    private readonly FrozenDictionary<string, CheckText> _texts;

    private CheckCatalogue(IEnumerable<CheckText> texts) => _texts = texts.ToFrozenDictionary(text => text.Id);

    /// <summary>By id.</summary>
    public IEnumerable<CheckText> All => _texts.Values.OrderBy(text => text.Id, StringComparer.Ordinal);

    public CheckText? Find(string id) => _texts.GetValueOrDefault(id);

    /// <summary>Whatever is wrong is reported, each mistake by itself.</summary>
    /// <param name="ids">The checks that there are: each must have a text, and each text a check.</param>
    public static (CheckCatalogue Catalogue, IReadOnlyList<string> Mistakes) ReadFolder(string folder, IEnumerable<string> ids)
    {
        var (texts, mistakes) = (new List<CheckText>(), new List<string>());
        if (!Directory.Exists(folder)) return (new CheckCatalogue([]), [$"there is no folder {folder} with the texts of the audit"]);
        foreach (var path in Directory.GetFiles(folder, "*.toml").Order(StringComparer.Ordinal)) Read(Path.GetFileName(path), File.ReadAllText(path), texts, mistakes);
        foreach (var twice in texts.GroupBy(text => text.Id).Where(group => group.Count() > 1)) mistakes.Add($"{twice.Key} is described {twice.Count()} times");
        var coded = ids.ToHashSet();
        mistakes.AddRange(coded.Except(texts.Select(text => text.Id)).Order(StringComparer.Ordinal).Select(id => $"check {id} has no text in {folder}"));
        mistakes.AddRange(texts.Select(text => text.Id).Except(coded).Order(StringComparer.Ordinal).Select(id => $"{id} in {folder} is no check"));
        return (new CheckCatalogue(texts.DistinctBy(text => text.Id)), mistakes);
    }

    private static void Read(string file, string text, List<CheckText> texts, List<string> mistakes)
    {
        if (!TomlFields.TryParse(file, text, mistakes, out var fields)) return;
        if (fields.Number("version", 1, int.MaxValue) is not Version) mistakes.Add($"{file}: version must be {Version}");
        foreach (var entry in fields.Tables("check"))
        {
            var id = entry.Text("id");
            entry.Subject = id;
            if (!Id().IsMatch(id)) entry.Refuse("id", id, "DR- and four digits");
            var area = entry.OneOf("area", null, [.. Enum.GetNames<CheckArea>().Select(name => name.ToLowerInvariant())]);
            var severity = entry.OneOf("severity", null, "warn", "fail");
            texts.Add(new CheckText(
                id, Enum.TryParse<CheckArea>(area, ignoreCase: true, out var parsed) ? parsed : default, severity == "fail" ? CheckStatus.Fail : CheckStatus.Warn, entry.Text("title"), entry.Text("meaning"), entry.Text("fix"),
                entry.Text("source"), entry.Date("date")));
            entry.RefuseOthers();
        }

        fields.RefuseOthers();
    }

    [GeneratedRegex("^DR-[1-9][0-9]{3}$")]
    private static partial Regex Id();
}
