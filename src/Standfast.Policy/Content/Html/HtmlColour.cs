using System.Buffers;
using System.Globalization;

namespace Standfast.Policy.Content.Html;

/// <summary>A colour as far as it is known here: 0xRRGGBB.</summary>
internal static class HtmlColour
{
    /// <summary>Not said, or said in a way that is not understood here.</summary>
    public const int Unknown = -1;

    /// <summary>Sum of the three differences, 0 to 765, below which nobody reads it; ours.</summary>
    private const int Illegible = 24;

    private static readonly SearchValues<char> s_hex = SearchValues.Create("0123456789abcdefABCDEF");

    public static int Read(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.Length > 0 && text[0] == '#')
        {
            var end = text[1..].IndexOfAnyExcept(s_hex);
            var digits = end < 0 ? text[1..] : text[1..(end + 1)];
            return digits.Length switch
            {
                6 or 8 => int.Parse(digits[..6], NumberStyles.AllowHexSpecifier),
                3 or 4 => Expand(int.Parse(digits[..3], NumberStyles.AllowHexSpecifier)),
                _ => Unknown,
            };
        }

        if (text.StartsWith("rgb", StringComparison.OrdinalIgnoreCase)) return ReadFunction(text);
        if (text.Equals("white", StringComparison.OrdinalIgnoreCase)) return 0xFFFFFF;
        return text.Equals("black", StringComparison.OrdinalIgnoreCase) ? 0 : Unknown;
    }

    public static bool IsIllegible(int colour, int background) =>
        colour >= 0 && background >= 0 && Difference(colour >> 16, background >> 16) + Difference(colour >> 8, background >> 8) + Difference(colour, background) <= Illegible;

    private static int Difference(int left, int right) => Math.Abs((left & 0xFF) - (right & 0xFF));

    private static int Expand(int digits) => ((digits >> 8) * 0x110000) | (((digits >> 4) & 0xF) * 0x1100) | ((digits & 0xF) * 0x11);

    /// <summary>rgb(r, g, b) and rgba with whole numbers; what is see-through is not known.</summary>
    private static int ReadFunction(ReadOnlySpan<char> text)
    {
        var open = text.IndexOf('(');
        if (open < 0) return Unknown;
        var (colour, count) = (0, 0);
        text = text[(open + 1)..].TrimEnd(')');
        foreach (var range in text.SplitAny(", /"))
        {
            var part = text[range];
            if (part.Length == 0) continue;
            if (count == 3) return part is "1" ? colour : Unknown;
            if (!byte.TryParse(part, NumberStyles.None, null, out var value)) return Unknown;
            colour = (colour << 8) | value;
            count++;
        }

        return count == 3 ? colour : Unknown;
    }
}
