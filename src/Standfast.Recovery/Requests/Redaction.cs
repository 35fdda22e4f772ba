using System.Text;

namespace Standfast.Recovery.Requests;

/// <summary>
/// Takes from a text what is nobody else's business: the local part of every address but our own, also where it is quoted or encoded; and
/// characters that a terminal or a page would obey. In doubt too much is masked.
/// </summary>
public sealed class Redaction(IEnumerable<string> own)
{
    private const string Mask = "***";

    /// <summary>How an at sign is written: plainly, in URLs, in quoted-printable.</summary>
    private static readonly string[] s_ats = ["@", "%40", "=40"];

    private readonly HashSet<string> _own = own.Where(address => address.Length > 0).ToHashSet(StringComparer.OrdinalIgnoreCase);

    public string Of(string text)
    {
        var (clean, done, at) = (new StringBuilder(text.Length), 0, 0);
        while (Next(text, at) is var (found, length) && found >= 0)
        {
            at = found + length;
            var begin = BeginOf(text, found, done, isEncoded: length > 1);
            var end = EndOf(text, at);
            if (begin == found || end == at || (length > 1 && !text.AsSpan(at, end - at).Contains('.')) || (length == 1 && _own.Contains(text[begin..end].TrimEnd('.')))) continue;
            clean.Append(text, done, begin - done).Append(Mask);
            done = found;
        }

        return Harmless(clean.Append(text, done, text.Length - done));
    }

    private static (int At, int Length) Next(string text, int from)
    {
        var best = (At: -1, Length: 0);
        foreach (var sign in s_ats)
            if (text.IndexOf(sign, from, StringComparison.OrdinalIgnoreCase) is var at && at >= 0 && (best.At < 0 || at < best.At))
                best = (at, sign.Length);
        return best;
    }

    private static int BeginOf(string text, int at, int floor, bool isEncoded)
    {
        var begin = at;
        if (at > floor && text[at - 1] == '"')
        {
            for (begin = at - 2; begin >= floor; begin--)
                if (text[begin] == '"' && (begin == 0 || text[begin - 1] != '\\'))
                    return begin;
            return floor;
        }

        while (begin > floor && IsLocal(text[begin - 1], isEncoded)) begin--;
        return begin;
    }

    private static bool IsLocal(char character, bool isEncoded) =>
        !char.IsWhiteSpace(character) && character is not ('@' or '<' or '>' or '(' or ')' or '[' or ']' or ',' or ';' or ':' or '"' or '|') && !(isEncoded && character is '/' or '?' or '&' or '=');

    private static int EndOf(string text, int from)
    {
        var end = from;
        if (end < text.Length && text[end] == '[') return Math.Max(text.IndexOf(']', end) + 1, end + 1);
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '-' or '.' or '_')) end++;
        return end;
    }

    private static string Harmless(StringBuilder text)
    {
        for (var index = 0; index < text.Length; index++)
            if ((char.IsControl(text[index]) && text[index] is not ('\n' or '\t')) || text[index] is (>= '\u200B' and <= '\u200F') or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069'))
                text[index] = ' ';
        return text.ToString();
    }
}
