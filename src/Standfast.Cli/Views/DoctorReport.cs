using System.Text.Json;
using Spectre.Console;

namespace Standfast.Cli.Views;

/// <summary>Shows an audit: what is wrong first, then a line of sums. The form may change; --json is stable.</summary>
internal static class DoctorReport
{
    public static void Write(IAnsiConsole console, JsonElement answer)
    {
        foreach (var repair in answer.GetProperty("repairs").EnumerateArray())
            Line(console, $"  {Text(repair, "id")} {Text(repair, "path")}: {Text(repair, "failure") ?? Text(repair, "done")}");
        foreach (var group in answer.GetProperty("results").EnumerateArray().Where(result => Text(result, "status") is "warn" or "fail").GroupBy(result => Text(result, "area")))
        {
            Line(console, $"{group.Key}", new Style(decoration: Decoration.Bold));
            foreach (var result in group)
            {
                var isFailure = Text(result, "status") == "fail";
                Line(console, $"  {(isFailure ? "✗" : "!")} {Text(result, "id")} {Text(result, "title")}", new Style(isFailure ? Color.Red : Color.Yellow));
                Line(console, $"      {Text(result, "cause")}");
                Line(console, $"      Fix: {Text(result, "fix")}");
                Line(console, $"      {Text(result, "help")}");
            }
        }

        foreach (var group in answer.GetProperty("results").EnumerateArray().Where(result => Text(result, "status") == "skipped").GroupBy(result => Text(result, "cause")))
            Line(console, $"- not looked at, because {group.Key}: {string.Join(", ", group.Select(result => Text(result, "id")))}", new Style(decoration: Decoration.Dim));
        Line(console, $"{Number(answer, "failures")} failures, {Number(answer, "warnings")} warnings, {Number(answer, "passed")} passed, {Number(answer, "skipped")} skipped", new Style(decoration: Decoration.Bold));
    }

    private static void Line(IAnsiConsole console, string text, Style? style = null)
    {
        console.Write(new Text(PlainText.Escape(text), style));
        console.WriteLine();
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
