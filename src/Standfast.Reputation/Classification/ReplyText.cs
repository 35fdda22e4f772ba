using System.Text;
using System.Text.RegularExpressions;

namespace Standfast.Reputation.Classification;

/// <summary>
/// A reply as rules read it: one line, white space collapsed, control characters left out, the basic code once at its start and the enhanced code not
/// repeated, as they are on every line of a reply of several (RFC 5321 §4.2.1).
/// </summary>
public static partial class ReplyText
{
    /// <summary>Characters that count.</summary>
    public const int MaxLength = 4_000;

    public static string Normalize(ReadOnlySpan<char> reply)
    {
        if (reply.Length > MaxLength) reply = reply[..MaxLength];
        reply = reply.Trim();
        var prefix = PrefixOf(reply);
        var text = new StringBuilder(reply.Length);
        var enhanced = prefix.Length > 0 ? EnhancedAt(reply, 4) : default;
        if (prefix.Length > 0)
        {
            text.Append(prefix).Append(' ');
            reply = reply[4..];
        }

        var (gap, lineEnded) = (false, false);
        for (var index = 0; index < reply.Length; index++)
        {
            var letter = reply[index];
            if (letter <= ' ' || char.IsWhiteSpace(letter) || char.IsControl(letter))
            {
                gap = true;
                lineEnded |= letter is '\n' or '\r';
                continue;
            }

            // "550-5.7.1 some text 550 5.7.1 more": the code of a further line, and its enhanced code.
            if (gap && prefix.Length > 0 && IsRepeated(reply[index..], prefix, enhanced, lineEnded, out var length))
            {
                index += length - 1;
                lineEnded = false;
                continue;
            }

            if (gap && text.Length > 0 && text[^1] != ' ') text.Append(' ');
            (gap, lineEnded) = (false, false);
            text.Append(letter);
        }

        return text.ToString();
    }

    /// <summary>The basic code; empty where the reply does not begin with one.</summary>
    private static ReadOnlySpan<char> PrefixOf(ReadOnlySpan<char> reply) =>
        reply.Length >= 4 && reply[0] is '2' or '4' or '5' && char.IsAsciiDigit(reply[1]) && char.IsAsciiDigit(reply[2]) && reply[3] is ' ' or '-' or '\t' ? reply[..3] : default;

    private static ReadOnlySpan<char> EnhancedAt(ReadOnlySpan<char> reply, int start)
    {
        while (start < reply.Length && reply[start] == ' ') start++;
        var length = 0;
        while (start + length < reply.Length && (char.IsAsciiDigit(reply[start + length]) || reply[start + length] == '.')) length++;
        var code = reply.Slice(start, length);
        return code.Length is >= 5 and <= 9 && code[0] is '2' or '4' or '5' && code.Count('.') == 2 ? code : default;
    }

    private static bool IsRepeated(ReadOnlySpan<char> rest, ReadOnlySpan<char> code, ReadOnlySpan<char> enhanced, bool startsLine, out int length)
    {
        length = 0;
        if (!rest.StartsWith(code) || rest.Length < 4 || rest[3] is not ('-' or ' ' or '\n' or '\r')) return false;
        length = 4;
        var after = rest[4..];
        if (enhanced.Length > 0 && after.StartsWith(enhanced) && (after.Length == enhanced.Length || after[enhanced.Length] is ' ' or '\r' or '\n'))
        {
            length += enhanced.Length;
            return true;
        }

        // Within a line a number and a space may be part of the text.
        return startsLine || rest[3] == '-';
    }

    /// <summary>Where a reply begins in a longer text, as in "host mx.example said: 550 no": at the index of its code; -1 where there is none.</summary>
    public static int IndexOfReply(string text)
    {
        var match = Reply().Match(text);
        return match.Success ? match.Groups[1].Index : -1;
    }

    // A code stands at the start, or behind a colon, a bracket, a quote, the arrow of a transcript or such a word as "said"; and text follows it.
    [GeneratedRegex(@"(?:^|[:(\[""'<>;#-] ?|<<< |said |error |code |reply |response |returned |with )([45][0-5][0-9][ -](?:[A-Za-z<\[(""'#-]|[245]\.[0-9]{1,3}\.[0-9]))", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Reply();
}
