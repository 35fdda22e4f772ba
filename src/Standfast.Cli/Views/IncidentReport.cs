using System.Text.Json;
using Spectre.Console;

namespace Standfast.Cli.Views;

/// <summary>Shows an incident on one screen: who, in whose words, why, what is to be done. The form may change; --json is stable.</summary>
internal static class IncidentReport
{
    /// <summary>Lines of the timeline, the newest; ours. All of them are in --json.</summary>
    private const int MostLines = 6;

    public static void Write(IAnsiConsole console, JsonElement answer)
    {
        var incident = answer.GetProperty("incident");
        Line(console, $"{Text(incident, "id")}  {Text(incident, "counterparty")}: {Text(incident, "cause")}, {Text(incident, "stage")}", new Style(decoration: Decoration.Bold));
        Line(console, $"  since {Time(incident, "opened_at")}, {incident.GetProperty("signals")} signs, what is suspended: {Text(incident, "scope")}");
        Line(console, $"  they say: {Text(incident, "text")}");
        if (answer.TryGetProperty("notice", out var notice) && notice.ValueKind == JsonValueKind.Object && notice.TryGetProperty("deadline", out var deadline) && deadline.ValueKind == JsonValueKind.String) Line(console, $"  answer by {Time(notice, "deadline")}", new Style(Color.Red));
        if (answer.TryGetProperty("diagnosis", out var diagnosis) && diagnosis.ValueKind == JsonValueKind.Object) WriteCause(console, diagnosis);
        WriteChecklist(console, answer.GetProperty("checklist"));
        if (answer.TryGetProperty("requests", out var requests) && requests.GetArrayLength() > 0 && requests[requests.GetArrayLength() - 1] is var last)
            Line(console, $"Asked {Time(last, "at")}: {Text(last, "counterparty")}{(Text(last, "to") is { Length: > 0 } to ? $", {to}" : "")}, {Text(last, "via")}; an answer is due {Time(last, "look_again_at")}");
        if (answer.TryGetProperty("answers", out var answers) && answers.GetArrayLength() > 0 && answers[answers.GetArrayLength() - 1] is var said) Line(console, $"Answer {Time(said, "at")}, {Text(said, "meaning")}: {Text(said, "quote")}");
        Line(console, "Lately", new Style(decoration: Decoration.Bold));
        foreach (var entry in answer.GetProperty("timeline").EnumerateArray().TakeLast(MostLines)) Line(console, $"  {Time(entry, "at")} {Text(entry, "actor")}: {Text(entry, "text")}");
        Line(console, $"Next: {Text(answer, "next")}", new Style(decoration: Decoration.Bold));
    }

    private static void WriteCause(IAnsiConsole console, JsonElement diagnosis)
    {
        Line(console, $"Cause: {Text(diagnosis, "cause") ?? "not settled"}{(Text(diagnosis, "actor") is { } actor ? $" ({actor}: {Text(diagnosis, "reason")})" : "")}; confidence of the diagnosis: {Text(diagnosis, "confidence")}", new Style(decoration: Decoration.Bold));
        var causes = diagnosis.GetProperty("causes").EnumerateArray().ToList();
        foreach (var cause in causes.Take(2))
        {
            Line(console, $"  {cause.GetProperty("confidence").GetDouble():P0} {Text(cause, "cause")}: {Text(cause, "title")}");
            foreach (var line in cause.GetProperty("for").EnumerateArray()) Line(console, $"      + {line.GetString()}");
            foreach (var line in cause.GetProperty("against").EnumerateArray()) Line(console, $"      - {line.GetString()}");
        }

        if (causes.Count > 1) Line(console, $"  it would be {Text(causes[1], "cause")} if: {Text(causes[1], "tell_apart")}");
    }

    private static void WriteChecklist(IAnsiConsole console, JsonElement steps)
    {
        if (steps.GetArrayLength() == 0) return;
        Line(console, "Checklist", new Style(decoration: Decoration.Bold));
        foreach (var step in steps.EnumerateArray())
        {
            var state = Text(step, "state");
            var (mark, color) = state switch { "done" or "signed" => ("✓", Color.Green), "failing" => ("✗", Color.Red), "overridden" => ("!", Color.Yellow), _ => ("·", Color.Default) };
            Line(console, $"  {mark} {Text(step, "id")} ({state}{(Text(step, "by") is { } by ? $", {by}" : Text(step, "check") is null ? ", to be signed" : "")}): {Text(step, "text")}", new Style(color));
            Line(console, $"      {(state is "open" ? Text(step, "why") : Text(step, "detail"))}");
        }
    }

    private static void Line(IAnsiConsole console, string text, Style? style = null)
    {
        console.Write(new Text(PlainText.Escape(text), style));
        console.WriteLine();
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Time(JsonElement element, string name) => element.GetProperty(name).GetDateTimeOffset().ToString("yyyy-MM-dd HH:mm 'UTC'", null);
}
