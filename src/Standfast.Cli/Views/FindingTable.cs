using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Standfast.Cli.Views;

/// <summary>Shows what the statistics have found: what is unlike itself, and what is near a limit.</summary>
internal static class FindingTable
{
    public static void WriteAnomalies(IAnsiConsole console, JsonElement answer) => Write(
        console, answer, ["SINCE", "UNTIL", "TIMES THE USUAL", "WHAT"], item => [
            Time(item.GetProperty("since")), Time(item.GetProperty("until")), string.Create(CultureInfo.InvariantCulture, $"{item.GetProperty("ratio").GetDouble():0.##}"), item.GetProperty("text").GetString()!]);

    public static void WriteLimits(IAnsiConsole console, JsonElement answer) => Write(
        console, answer, ["STATE", "LIMIT", "OF IT", "WHAT", "THERE"], item => [
            item.GetProperty("state").GetString()!, item.GetProperty("limit").GetString()!, string.Create(CultureInfo.InvariantCulture, $"{100 * item.GetProperty("of_limit").GetDouble():0} %"), item.GetProperty("text").GetString()!,
            item.GetProperty("meaning").GetString()!]);

    private static void Write(IAnsiConsole console, JsonElement answer, string[] titles, Func<JsonElement, string[]> cells)
    {
        if (answer.GetArrayLength() == 0)
        {
            PlainText.Write(console, answer);
            return;
        }

        var table = new Table().NoBorder();
        foreach (var title in titles) table.AddColumn(new TableColumn(new Text(title, new Style(decoration: Decoration.Bold))));
        foreach (var item in answer.EnumerateArray()) table.AddRow(cells(item).Select(cell => new Text(PlainText.Escape(cell))));
        console.Write(table);
    }

    private static string Time(JsonElement time) => time.ValueKind == JsonValueKind.Null ? "" : time.GetDateTimeOffset().ToUniversalTime().ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
