using Tomlyn;
using Tomlyn.Model;

namespace Standfast.Reputation.Feedback.Complaints;

/// <summary>Reads <c>sources.toml</c> of a folder. Whatever is wrong is reported, each mistake by itself.</summary>
public static class FeedbackSourceFile
{
    private const int Version = 1;

    private const string FileName = "sources.toml";

    public static (IReadOnlyList<FeedbackSource> Sources, IReadOnlyList<string> Mistakes) ReadFolder(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) ? Read(File.ReadAllText(path)) : ([], [$"there is no file {path} with the providers whose complaints are no ARF"]);
    }

    public static (IReadOnlyList<FeedbackSource> Sources, IReadOnlyList<string> Mistakes) Read(string text)
    {
        var (sources, mistakes) = (new List<FeedbackSource>(), new List<string>());
        TomlTable table;
        try
        {
            table = TomlSerializer.Deserialize<TomlTable>(text) ?? [];
        }
        catch (TomlException exception)
        {
            return ([], [$"{FileName}: {exception.Message}"]);
        }

        if (!table.TryGetValue("version", out var version) || version is not (long)Version) mistakes.Add($"{FileName}: version must be {Version}");
        foreach (var entry in table.TryGetValue("reporter", out var found) && found is TomlTableArray array ? array : [])
        {
            string Text(string key) => entry.TryGetValue(key, out var value) && value is string written ? written : "";
            var from = entry.TryGetValue("from", out var listed) && listed is TomlArray addresses ? [.. addresses.OfType<string>()] : new List<string>();
            if (Text("name").Length == 0 || Text("source").Length == 0 || Text("date").Length == 0) mistakes.Add($"{FileName}: each reporter needs name, source and date (\"{Text("name")}\")");
            if (from.Count == 0 || from.Any(address => address.Length < 3 || address.Any(char.IsUpper) || !address.Contains('@', StringComparison.Ordinal))) mistakes.Add($"{FileName}: \"{Text("name")}\": from needs addresses in lower case, or @domain");
            else sources.Add(new FeedbackSource(Text("name"), from, Text("subject"), Text("recipient_field")));
        }

        return (sources, mistakes);
    }
}
