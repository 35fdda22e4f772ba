using Standfast.Reputation.DataFiles;

namespace Standfast.Recovery.Doctor.Advisories;

/// <summary>
/// What is known of faults of the software around the server, read from <c>data/advisories/*.toml</c>: <c>version = 1</c>, <c>updated</c>, and
/// [[package]], [[runtime]] and [[support]], each with its source and date. Nothing is asked over the network.
/// </summary>
/// <param name="Updated">Day of the newest file.</param>
public sealed record AdvisoryFeed(DateOnly Updated, IReadOnlyList<Advisory> Packages, IReadOnlyList<RuntimeFault> Runtimes, IReadOnlyList<SupportEnd> Supports)
{
    private const int Version = 1;

    /// <summary>Whatever is wrong is reported, each mistake by itself.</summary>
    public static (AdvisoryFeed Feed, IReadOnlyList<string> Mistakes) ReadFolder(string folder)
    {
        var mistakes = new List<string>();
        var (updated, packages, runtimes, supports) = (DateOnly.MinValue, new List<Advisory>(), new List<RuntimeFault>(), new List<SupportEnd>());
        if (!Directory.Exists(folder)) mistakes.Add($"there is no folder {folder} with the advisories");
        else
            foreach (var path in Directory.GetFiles(folder, "*.toml").Order(StringComparer.Ordinal))
            {
                var file = Path.GetFileName(path);
                if (!TomlFields.TryParse(file, File.ReadAllText(path), mistakes, out var fields)) continue;
                if (fields.Number("version", 1, int.MaxValue) is not Version) mistakes.Add($"{file}: version must be {Version}");
                var day = fields.Date("updated");
                if (day > updated) updated = day;
                packages.AddRange(fields.Tables("package").Select(ReadPackage));
                runtimes.AddRange(fields.Tables("runtime").Select(ReadRuntime));
                supports.AddRange(fields.Tables("support").Select(ReadSupport));
                fields.RefuseOthers();
            }

        return (new AdvisoryFeed(updated, packages, runtimes, supports), mistakes);
    }

    private static Advisory ReadPackage(TomlFields entry)
    {
        var name = entry.Text("name");
        entry.Subject = name;
        var advisory = new Advisory(entry.Text("system"), entry.Text("package"), entry.Text("fixed_in"), name, entry.Text("summary"), entry.Text("source"), entry.Date("date"));
        entry.RefuseOthers();
        return advisory;
    }

    private static RuntimeFault ReadRuntime(TomlFields entry)
    {
        var (name, text) = (entry.Text("name"), entry.Text("fixed_in"));
        entry.Subject = name;
        if (!System.Version.TryParse(text, out var version)) entry.Refuse("fixed_in", text, "a version such as 10.0.1");
        var fault = new RuntimeFault(version ?? new Version(), name, entry.Text("summary"), entry.Text("source"), entry.Date("date"));
        entry.RefuseOthers();
        return fault;
    }

    private static SupportEnd ReadSupport(TomlFields entry)
    {
        var (product, version) = (entry.Text("product"), entry.Text("release"));
        entry.Subject = $"{product} {version}";
        var end = new SupportEnd(product, version, entry.Date("until"), entry.Text("source"));
        entry.Date("date");
        entry.RefuseOthers();
        return end;
    }
}
