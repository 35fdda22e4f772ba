using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Standfast.Tests.Documentation;

public sealed partial class LogEventsTests
{
    private static readonly List<(string Project, LoggerMessageAttribute Event)> s_events =
    [
        .. Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Select(Path.GetFileNameWithoutExtension)
            .Where(name => name == "standfast" || (name!.StartsWith("Standfast.", StringComparison.Ordinal) && name != "Standfast.Tests"))
            .SelectMany(name => Assembly.Load(name!).GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Select(method => (type.Namespace!, method.GetCustomAttribute<LoggerMessageAttribute>())))
            .Where(found => found.Item2 is not null).Select(found => (found.Item1, found.Item2!)),
    ];

    [Fact]
    public void Page_ListsExactlyTheEventsOfTheCode_UnderTheirProjects()
    {
        var coded = s_events.Select(one => $"{one.Project} | {one.Event.EventId} | {one.Event.Level} | `{one.Event.Message}`");
        var listed = DocumentedTable.Read("log-events.md").Select(row => $"{row.Heading.Split(' ')[0]} | {string.Join(" | ", row.Cells[..3])}");
        Assert.Equal(coded.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Page_SaysWhatEachEventMeans()
    {
        Assert.All(DocumentedTable.Read("log-events.md"), row => Assert.True(row.Cells is [_, _, _, { Length: > 10 }], $"{row.Cells[0]} has no meaning"));
    }

    [Fact]
    public void Ids_AreUnique_AndOfTheRangeOfTheirProject()
    {
        Assert.Equal(s_events.Count, s_events.Select(one => one.Event.EventId).Distinct().Count());
        foreach (var (heading, cells) in DocumentedTable.Read("log-events.md"))
        {
            var range = Range().Match(heading);
            Assert.InRange(int.Parse(cells[0], null), int.Parse(range.Groups[1].Value, null), int.Parse(range.Groups[2].Value, null));
        }
    }

    [GeneratedRegex(@"\((\d+) to (\d+)\)$")]
    private static partial Regex Range();
}
