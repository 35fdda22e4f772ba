using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Standfast.Mail.Headers;

/// <summary>
/// Reads a From or Sender value that must name exactly one mailbox (RFC 5322 §3.4). Groups, lists and routes are refused:
/// readers disagree about whom they name.
/// </summary>
public static class FromHeader
{
    private const int MaxCommentDepth = 10;

    public static bool TryParse(string value, [NotNullWhen(true)] out EmailAddress? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        if (!TryRemoveComments(value, out var text))
        {
            error = "a comment or quoted string does not end";
            return false;
        }

        var (outside, angle, hasAngle) = SplitAngle(text);
        if (outside is null || ContainsUnquoted(outside, ",;:<>") || (hasAngle && ContainsUnquoted(angle, ",;:<>")))
        {
            error = "it must name exactly one mailbox; lists, groups and routes are refused";
            return false;
        }

        var candidate = (hasAngle ? angle : outside).Trim();
        if (EmailAddress.TryParse(candidate, out address) && (!hasAngle || !outside.Contains('@') || IsQuotedOnly(outside)))
        {
            error = null;
            return true;
        }

        // An address in the display name beside another in brackets is shown by some readers as the sender.
        error = address is null ? "it holds no valid address" : "the display name holds an unquoted at sign";
        address = null;
        return false;
    }

    private static bool IsQuotedOnly(string outside) => !ContainsUnquoted(outside, "@");

    /// <summary>Text before and inside the one pair of angle brackets; outside is null when text follows or brackets do not pair.</summary>
    private static (string? Outside, string Angle, bool HasAngle) SplitAngle(string text)
    {
        var open = IndexUnquoted(text, '<');
        if (open < 0) return (text, "", false);
        var close = IndexUnquoted(text, '>', open + 1);
        if (close < 0 || text[(close + 1)..].Trim().Length > 0) return (null, "", true);
        return (text[..open], text[(open + 1)..close], true);
    }

    private static bool ContainsUnquoted(string text, string characters)
    {
        foreach (var character in characters)
            if (IndexUnquoted(text, character) >= 0)
                return true;
        return false;
    }

    private static int IndexUnquoted(string text, char wanted, int start = 0)
    {
        var quoted = false;
        for (var index = start; index < text.Length; index++)
        {
            if (text[index] == '\\' && quoted) index++;
            else if (text[index] == '"') quoted = !quoted;
            else if (!quoted && text[index] == wanted) return index;
        }

        return -1;
    }

    private static bool TryRemoveComments(string value, out string text)
    {
        var kept = new StringBuilder(value.Length);
        var depth = 0;
        var quoted = false;
        for (var index = 0; index < value.Length; index++)
        {
            var character = value[index];
            if (character == '\\' && (quoted || depth > 0) && index + 1 < value.Length)
            {
                if (depth == 0) kept.Append(character).Append(value[index + 1]);
                index++;
                continue;
            }

            if (depth == 0 && character == '"') quoted = !quoted;
            if (!quoted && character == '(' && ++depth > MaxCommentDepth) break;
            if (depth == 0) kept.Append(character);
            // RFC 5322 §3.2.2: a comment stands for white space; it joins nothing.
            else if (character == ')' && --depth == 0) kept.Append(' ');
        }

        text = kept.ToString();
        return depth == 0 && !quoted;
    }
}
