using System.Text;

namespace Standfast.Reputation.Bounces;

/// <summary>Text of a report as one line.</summary>
internal static class OneLine
{
    public const int MaxLength = 2_000;

    /// <summary>White space collapsed, control characters left out, cut at <see cref="MaxLength"/>.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        var line = new StringBuilder(Math.Min(text.Length, MaxLength));
        var gap = false;
        foreach (var letter in text)
        {
            if (char.IsWhiteSpace(letter) || char.IsControl(letter))
            {
                gap = line.Length > 0;
                continue;
            }

            if (line.Length >= MaxLength - 1) break;
            if (gap) line.Append(' ');
            gap = false;
            line.Append(letter);
        }

        return line.ToString();
    }
}
