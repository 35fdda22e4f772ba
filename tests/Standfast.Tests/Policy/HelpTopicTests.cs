using System.Text.RegularExpressions;
using Standfast.Policy.Help;
using Standfast.Tests.Architecture;

namespace Standfast.Tests.Policy;

public sealed partial class HelpTopicTests
{
    [Fact]
    public void EveryId_HasATopic_AndEveryTopicIsUsed()
    {
        var (help, mistakes) = HelpCatalogue.ReadFolder(Path.Combine(Repository.Root, "data", "help"));
        Assert.Equal([], mistakes);
        var used = Repository.SourceFiles.SelectMany(file => Id().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(used, help.All.Select(topic => topic.Id));
    }

    [Fact]
    public void Mistakes_NameFileAndTopic()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(folder, "a.toml"), "version = 2\n[[topic]]\nid = \"SF-1\"\ntitle = \"x\"\n");
        File.WriteAllText(Path.Combine(folder, "b.toml"), "version = = 1");
        var (_, mistakes) = HelpCatalogue.ReadFolder(folder);
        Directory.Delete(folder, recursive: true);
        Assert.Collection(
            mistakes,
            one => Assert.Equal("a.toml: version must be 1", one),
            one => Assert.Equal("a.toml: id \"SF-1\" is not SF- and four digits", one),
            one => Assert.Equal("a.toml: topic SF-1 needs title, meaning and fix", one),
            one => Assert.StartsWith("b.toml: ", one, StringComparison.Ordinal));
    }

    /// <summary>As a text of the code, not in an example of a comment.</summary>
    [GeneratedRegex("""["](SF-[0-9]{4})\b""")]
    private static partial Regex Id();
}
