using System.Text;
using System.Text.Json;
using Spectre.Console;

namespace Standfast.Cli.Views;

/// <summary>Shows an answer to a person: one line a value, a block an item. The form may change; --json is stable.</summary>
internal static class PlainText
{
    public static void Write(IAnsiConsole console, JsonElement answer) => Write(console.Profile.Out.Writer, answer, "");

    private static void Write(TextWriter output, JsonElement element, string indent)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            if (element.GetArrayLength() == 0) output.WriteLine($"{indent}none");
            foreach (var item in element.EnumerateArray())
            {
                Write(output, item, indent);
                if (item.ValueKind == JsonValueKind.Object) output.WriteLine();
            }

            return;
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            output.WriteLine($"{indent}{Escape(TextOf(element))}");
            return;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Null) continue;
            var isNested = property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
            output.WriteLine(isNested ? $"{indent}{property.Name}:" : $"{indent}{property.Name,-18} {Escape(TextOf(property.Value))}");
            if (isNested) Write(output, property.Value, indent + "  ");
        }
    }

    /// <summary>A value as people write it.</summary>
    public static string TextOf(JsonElement value) => value.ValueKind switch { JsonValueKind.True => "yes", JsonValueKind.False => "no", _ => value.ToString() };

    /// <summary>Peers' text reaches the terminal without control characters and without marks that turn its direction.</summary>
    public static string Escape(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            var isHarmful = char.IsControl(character) || character is (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
            if (isHarmful) clean.Append("\\u").Append(((int)character).ToString("X4", null));
            else clean.Append(character);
        }

        return clean.ToString();
    }
}
