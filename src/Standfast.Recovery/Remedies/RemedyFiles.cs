using System.Text.RegularExpressions;
using Standfast.Reputation.DataFiles;

namespace Standfast.Recovery.Remedies;

/// <summary>Reads the checklists of data/remedies, a file each. Whatever is wrong is reported, each mistake by itself; with any of them the server does not start.</summary>
public static partial class RemedyFiles
{
    /// <summary>What whoever answers a host's notice does besides.</summary>
    public const string HostNotice = "host-notice";

    private const int Version = 1;

    /// <param name="doctor">Ids of the security audit.</param>
    public static (IReadOnlyList<Remedy> Remedies, IReadOnlyList<string> Mistakes) ReadFolder(string folder, IReadOnlySet<string> doctor)
    {
        if (!Directory.Exists(folder)) return ([], [$"there is no folder {folder} with the checklists"]);
        return Read(Directory.GetFiles(folder, "*.toml").Order(StringComparer.Ordinal).Select(path => (Path.GetFileName(path), File.ReadAllText(path))), doctor);
    }

    public static (IReadOnlyList<Remedy> Remedies, IReadOnlyList<string> Mistakes) Read(IEnumerable<(string Name, string Text)> files, IReadOnlySet<string> doctor)
    {
        var (remedies, mistakes) = (new List<Remedy>(), new List<string>());
        foreach (var (name, text) in files)
        {
            if (!TomlFields.TryParse(name, text, mistakes, out var fields)) continue;
            if (fields.Number("version", 1, int.MaxValue) is not Version) mistakes.Add($"{name}: version must be {Version}");
            var id = fields.OneOf("id", null, [.. CauseNames.All, HostNotice]);
            var steps = fields.Tables("step").Select(step => ReadStep(step, doctor)).ToList();
            remedies.Add(new Remedy(id, fields.Text("title"), steps));
            if (steps.Count == 0) mistakes.Add($"{name}: there is no step");
            if (id.Length > 0 && name != id + ".toml") mistakes.Add($"{name}: the checklist of {id} stands in {id}.toml");
            fields.RefuseOthers();
        }

        mistakes.AddRange(remedies.SelectMany(remedy => remedy.Steps).GroupBy(step => step.Id).Where(group => group.Count() > 1).Select(group => $"remedies: step \"{group.Key}\" stands twice"));
        mistakes.AddRange(CauseNames.All.Append(HostNotice).Except(remedies.Select(remedy => remedy.Id)).Select(id => $"remedies: there is no checklist for {id}"));
        return (remedies, mistakes);
    }

    private static RemedyStep ReadStep(TomlFields entry, IReadOnlySet<string> doctor)
    {
        var id = entry.Text("id");
        entry.Subject = id;
        if (id.Length > 0 && !Id().IsMatch(id)) entry.Refuse("id", id, "lower case letters, digits and hyphens");
        var check = entry.OptionalText("check") ?? "";
        if (check.Length > 0 && !RemedyChecks.Knows(check, doctor)) entry.Refuse("check", check, "the name of a check, or doctor: with ids of the security audit");
        var step = new RemedyStep(id, entry.Text("text"), entry.Text("why"), check, entry.Text("source"));
        entry.RefuseOthers();
        return step;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Id();
}
