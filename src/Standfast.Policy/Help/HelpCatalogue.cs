using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Tomlyn;
using Tomlyn.Model;

namespace Standfast.Policy.Help;

/// <summary>The help topics, read from <c>data/help/*.toml</c>: <c>version = 1</c>, then a <c>[[topic]]</c> each with id, title, meaning and fix.</summary>
public sealed partial class HelpCatalogue
{
    private const int Version = 1;

    private readonly FrozenDictionary<string, HelpTopic> _topics;

    private HelpCatalogue(IEnumerable<HelpTopic> topics) => _topics = topics.ToFrozenDictionary(topic => topic.Id);

    public IEnumerable<HelpTopic> All => _topics.Values.OrderBy(topic => topic.Id, StringComparer.Ordinal);

    public HelpTopic? Find(string id) => _topics.GetValueOrDefault(id);

    /// <summary>Whatever is wrong is reported, each mistake by itself.</summary>
    public static (HelpCatalogue Catalogue, IReadOnlyList<string> Mistakes) ReadFolder(string folder)
    {
        var (topics, mistakes) = (new List<HelpTopic>(), new List<string>());
        if (!Directory.Exists(folder)) return (new HelpCatalogue([]), [$"there is no folder {folder} with the help topics"]);
        foreach (var file in Directory.GetFiles(folder, "*.toml").Order(StringComparer.Ordinal)) Read(Path.GetFileName(file), File.ReadAllText(file), topics, mistakes);
        foreach (var twice in topics.GroupBy(topic => topic.Id).Where(group => group.Count() > 1)) mistakes.Add($"topic {twice.Key} is described {twice.Count()} times");
        return (new HelpCatalogue(topics.DistinctBy(topic => topic.Id)), mistakes);
    }

    private static void Read(string name, string text, List<HelpTopic> topics, List<string> mistakes)
    {
        TomlTable table;
        try
        {
            table = TomlSerializer.Deserialize<TomlTable>(text) ?? [];
        }
        catch (TomlException exception)
        {
            mistakes.Add($"{name}: {exception.Message}");
            return;
        }

        if (table.TryGetValue("version", out var version) is false || version is not (long)Version) mistakes.Add($"{name}: version must be {Version}");
        if (!table.TryGetValue("topic", out var listed) || listed is not TomlTableArray array)
        {
            mistakes.Add($"{name}: there is no [[topic]]");
            return;
        }

        foreach (var entry in array)
        {
            string Text(string key) => entry.TryGetValue(key, out var value) && value is string { Length: > 0 } written ? written.Trim() : "";
            var topic = new HelpTopic(Text("id"), Text("title"), Text("meaning"), Text("fix"));
            if (!Id().IsMatch(topic.Id)) mistakes.Add($"{name}: id \"{topic.Id}\" is not SF- and four digits");
            if (topic.Title.Length == 0 || topic.Meaning.Length == 0 || topic.Fix.Length == 0) mistakes.Add($"{name}: topic {topic.Id} needs title, meaning and fix");
            topics.Add(topic);
        }
    }

    [GeneratedRegex("^SF-[1-9][0-9]{3}$")]
    private static partial Regex Id();
}
