using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

/// <summary>Why is it not delivered.</summary>
internal static class ExplainCommand
{
    public static Command Create(ServerConnection server)
    {
        var subject = new Argument<string>("WHAT") { Description = "Id of a message, an address, or the name of a provider" };
        return server.Bind(
            new Command("explain", "Why is it not delivered: one paragraph, what it rests on, and what to do") { subject },
            parsed => ApiRequest.Get("/v1/explain", ("subject", parsed.GetValue(subject))) with { Show = Show });
    }

    private static void Show(IAnsiConsole console, JsonElement answer)
    {
        var output = console.Profile.Out.Writer;
        output.WriteLine($"{Text(answer, "subject")}: {Text(answer, "verdict")}");
        output.WriteLine();
        output.WriteLine(Text(answer, "text"));
        output.WriteLine();
        output.WriteLine($"Next: {Text(answer, "next_step")}");
        if (answer.GetProperty("evidence").GetArrayLength() > 0) output.WriteLine("\nBecause:");
        foreach (var evidence in answer.GetProperty("evidence").EnumerateArray())
            output.WriteLine($"  {(evidence.TryGetProperty("at", out var at) && at.ValueKind == JsonValueKind.String ? at.GetDateTimeOffset().ToString("u", null) : "now")}  {Text(evidence, "kind")}: {Text(evidence, "text")}");
        if (!answer.TryGetProperty("others", out var others) || others.ValueKind != JsonValueKind.Array) return;
        foreach (var other in others.EnumerateArray())
        {
            output.WriteLine();
            Show(console, other);
        }
    }

    private static string Text(JsonElement element, string name) => PlainText.Escape(element.GetProperty(name).GetString() ?? "");
}
