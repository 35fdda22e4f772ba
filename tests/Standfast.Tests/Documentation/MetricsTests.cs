using Microsoft.AspNetCore.Http.HttpResults;
using Standfast.Queue;
using Standfast.Tests.Queue;
using Standfast.Web;

namespace Standfast.Tests.Documentation;

public sealed class MetricsTests
{
    [Fact]
    public async Task Page_ListsExactlyTheMetricsOfTheServer()
    {
        var written = await WriteAsync();
        var help = Comments(written, "# HELP ");
        var type = Comments(written, "# TYPE ");
        var labels = written.Where(line => line.Contains('{', StringComparison.Ordinal)).Select(line => line.Split('{', '=', '"')).GroupBy(parts => parts[0])
            .ToDictionary(group => group.Key, group => $"`{group.First()[1]}`: {string.Join(", ", group.Select(parts => parts[3]))}");
        var coded = help.Select(metric => $"`{metric.Key}` | {type[metric.Key]} | {labels.GetValueOrDefault(metric.Key)} | {metric.Value}");
        Assert.Equal(coded, DocumentedTable.Read("metrics.md").Select(row => $"{row.Cells[0]} | {row.Cells[1]} | {row.Cells[3]} | {row.Cells[4]}"));
    }

    [Fact]
    public void Units_AreThoseOfTheNames()
    {
        foreach (var (_, cells) in DocumentedTable.Read("metrics.md"))
        {
            var (name, unit) = (cells[0].Trim('`'), cells[2].Trim('`'));
            if (name.Contains("_seconds", StringComparison.Ordinal)) Assert.Equal("s", unit);
            else if (name.Contains("_bytes", StringComparison.Ordinal)) Assert.Equal("By", unit);
            else Assert.Matches(@"^(1|\{[a-z]+\})$", unit);
            Assert.Equal(name.EndsWith("_total", StringComparison.Ordinal), cells[1] == "counter");
        }
    }

    private static Dictionary<string, string> Comments(IEnumerable<string> page, string mark) =>
        page.Where(line => line.StartsWith(mark, StringComparison.Ordinal)).Select(line => line[mark.Length..].Split(' ', 2)).ToDictionary(parts => parts[0], parts => parts[1]);

    private static async Task<string[]> WriteAsync()
    {
        var (spool, events, time) = (new FakeSpool(), new FakeEventLog(), TimeProvider.System);
        using var queue = new DeliveryQueue(
            spool, events, new SpoolIdGenerator(time, new Random(1)), new RetrySchedule([TimeSpan.FromMinutes(1)], TimeSpan.FromDays(1), new Random(1)), new DeliveryQueueOptions { Hostname = "mail.example.org" }, time);
        var result = await MetricsPage.WriteAsync(queue, spool, events, time, TestContext.Current.CancellationToken);
        return Assert.IsType<ContentHttpResult>(result).ResponseContent!.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
