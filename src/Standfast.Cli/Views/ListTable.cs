using System.Text.Json;
using Spectre.Console;

namespace Standfast.Cli.Views;

/// <summary>Shows a list as a table: a column for each property that some item has. The form may change; --json is stable.</summary>
internal static class ListTable
{
    /// <summary>Of one value, so that a notice or a rule does not push the rest off the screen; ours. All of it is in --json.</summary>
    private const int MostLetters = 160;

    public static void Write(IAnsiConsole console, JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Array || answer.GetArrayLength() == 0 || answer[0].ValueKind != JsonValueKind.Object)
        {
            PlainText.Write(console, answer);
            return;
        }

        var columns = answer.EnumerateArray().SelectMany(item => item.EnumerateObject()).Where(property => HasValue(property.Value)).Select(property => property.Name).Distinct().ToList();
        var table = new Table().NoBorder();
        foreach (var column in columns) table.AddColumn(new TableColumn(new Text(column.Replace('_', ' ').ToUpperInvariant(), new Style(decoration: Decoration.Bold))));
        foreach (var item in answer.EnumerateArray())
            table.AddRow(columns.Select(column => new Text(item.TryGetProperty(column, out var value) ? PlainText.Escape(Cell(value)) : "")));
        console.Write(table);
    }

    private static bool HasValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => false,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        _ => true,
    };

    private static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Cell)),
        JsonValueKind.Object => string.Join(' ', value.EnumerateObject().Where(property => HasValue(property.Value)).Select(property => Cell(property.Value))),
        JsonValueKind.String when value.TryGetDateTimeOffset(out var time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", null),
        JsonValueKind.String => Short(value.GetString()!),
        _ => PlainText.TextOf(value),
    };

    private static string Short(string text) => text.Length > MostLetters ? $"{text[..(MostLetters - 1)]}…" : text;
}
