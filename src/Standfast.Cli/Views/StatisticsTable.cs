using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Standfast.Cli.Views;

/// <summary>Shows statistics: a line for each part and step, rates in per cent, times to delivery; below them why mail bounced or was deferred.</summary>
internal static class StatisticsTable
{
    private static readonly (string Title, Func<JsonElement, string> Cell)[] s_columns =
    [
        ("ACCEPTED", figures => Count(figures, "accepted")), ("ATTEMPTS", figures => Count(figures, "attempts")), ("DELIVERED", figures => Count(figures, "delivered")), ("DEFERRED", figures => Rate(figures, "deferral_rate")),
        ("BOUNCED", figures => Rate(figures, "bounce_rate")), ("COMPLAINTS", figures => Rate(figures, "complaint_rate")), ("UNSUBSCRIBED", figures => Rate(figures, "unsubscribe_rate")), ("OPENED", figures => Rate(figures, "open_rate")),
        ("CLICKED", figures => Rate(figures, "click_rate")), ("P50", figures => Latency(figures, "latency_p50")), ("P95", figures => Latency(figures, "latency_p95")), ("P99", figures => Latency(figures, "latency_p99")),
    ];

    public static void Write(IAnsiConsole console, JsonElement answer)
    {
        console.Profile.Out.Writer.WriteLine($"{Time(answer.GetProperty("from"))} to {Time(answer.GetProperty("to"))}");
        var (by, rows) = (answer.GetProperty("by").EnumerateArray().Select(one => one.GetString()!).ToList(), answer.GetProperty("rows").EnumerateArray().ToList());
        var hasStep = answer.GetProperty("step").ValueKind != JsonValueKind.Null;
        var table = new Table().NoBorder();
        if (hasStep) Head(table, "FROM", isNumber: false);
        foreach (var name in by) Head(table, name.ToUpperInvariant(), isNumber: false);
        foreach (var (title, _) in s_columns) Head(table, title, isNumber: true);
        foreach (var row in rows)
        {
            var names = by.Select(name => row.GetProperty("of").GetProperty(name).GetString() is { Length: > 0 } value ? PlainText.Escape(value) : "-").ToList();
            foreach (var point in row.GetProperty("points").EnumerateArray()) table.AddRow(Cells([Time(point.GetProperty("at")), .. names], point.GetProperty("figures")));
            if (!hasStep) table.AddRow(Cells(names, row.GetProperty("figures")));
        }

        if (rows.Count != 1 || hasStep) table.AddRow(Cells([.. Enumerable.Repeat("", by.Count + (hasStep ? 1 : 0)).Select((blank, index) => index == 0 ? "all" : blank)], answer.GetProperty("total")));
        console.Write(table);
        Causes(console, "bounced", answer.GetProperty("total").GetProperty("bounce_causes"));
        Causes(console, "deferred", answer.GetProperty("total").GetProperty("deferral_causes"));
    }

    private static void Head(Table table, string title, bool isNumber)
    {
        var column = new TableColumn(new Text(title, new Style(decoration: Decoration.Bold)));
        table.AddColumn(isNumber ? column.RightAligned() : column);
    }

    private static IEnumerable<Text> Cells(IReadOnlyList<string> names, JsonElement figures) => [.. names.Select(name => new Text(name)), .. s_columns.Select(column => new Text(column.Cell(figures)))];

    private static void Causes(IAnsiConsole console, string what, JsonElement causes)
    {
        var text = string.Join(", ", causes.EnumerateObject().Select(cause => string.Create(CultureInfo.InvariantCulture, $"{cause.Name} {cause.Value.GetInt64():N0}")));
        if (text.Length > 0) console.Profile.Out.Writer.WriteLine($"{what}: {text}");
    }

    private static string Count(JsonElement figures, string name) => figures.GetProperty(name).GetInt64().ToString("N0", CultureInfo.InvariantCulture);

    private static string Rate(JsonElement figures, string name) => figures.GetProperty(name) is { ValueKind: JsonValueKind.Number } rate ? string.Create(CultureInfo.InvariantCulture, $"{100 * rate.GetDouble():0.##} %") : "-";

    private static string Latency(JsonElement figures, string name)
    {
        if (figures.GetProperty(name) is not { ValueKind: JsonValueKind.Number } latency) return "-";
        var seconds = latency.GetDouble();
        return seconds switch
        {
            < 1 => string.Create(CultureInfo.InvariantCulture, $"{1000 * seconds:0} ms"),
            < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} s"),
            < 7_200 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.#} h"),
        };
    }

    private static string Time(JsonElement time) => time.GetDateTimeOffset().ToUniversalTime().ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
