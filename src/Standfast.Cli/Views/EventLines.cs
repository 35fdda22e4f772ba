using System.Text.Json;
using Spectre.Console;
using Standfast.Api;

namespace Standfast.Cli.Views;

/// <summary>Shows a page of events to a person: one line an event, then how to go on.</summary>
internal static class EventLines
{
    public static void Write(IAnsiConsole console, JsonElement answer)
    {
        var output = console.Profile.Out.Writer;
        var page = answer.Deserialize(ApiJson.Default.EventPage)!;
        foreach (var fact in page.Events)
        {
            var route = $"<{fact.Sender}>{(fact.Recipient is { } recipient ? $" -> <{recipient}>" : "")}";
            var attempt = fact.Attempt is { } number ? $" try {number} at {fact.RemoteHost}" : "";
            var detail = fact.Detail is { } text ? $": {text}" : "";
            output.WriteLine(PlainText.Escape($"{fact.Id,8} {fact.At:yyyy-MM-ddTHH:mm:ss.fffZ} {fact.Kind,-11} {fact.Message} {route}{attempt}{detail}"));
        }

        output.WriteLine(page.Events.Count == 0 ? "none" : $"--after {page.NextAfter} shows what follows");
    }
}
