using System.Text;
using System.Text.RegularExpressions;

namespace Standfast.Recovery.Requests;

/// <summary>
/// Takes from a text what is nobody else's business: the local part of every address but our own, also where it is quoted or encoded; and
/// characters that a terminal or a page would obey. In doubt too much is masked.
/// </summary>
public sealed partial class Redaction(IEnumerable<string> own)
{
    private const string Mask = "***";

    /// <summary>Of a local part; RFC 5321 §4.5.3.1.1 allows 64 octets, return paths of others are longer.</summary>
    private const int MaxLocal = 1_000;

    /// <summary>How an at sign is written: plainly, in URLs, in quoted-printable.</summary>
    private static readonly string[] s_ats = ["@", "%40", "=40"];

    private readonly HashSet<string> _own = own.Where(address => address.Length > 0).ToHashSet(StringComparer.OrdinalIgnoreCase);

    public string Of(string text)
    {
        text = QuotedLocal().Replace(text, Mask + "@");
        var (clean, done, at) = (new StringBuilder(text.Length), 0, 0);
        Span<int> next = stackalloc int[s_ats.Length];
        next.Fill(-1);
        while (Next(text, at, next) is var (found, length) && found < text.Length)
        {
            at = found + length;
            var begin = BeginOf(text, found, Math.Max(done, found - MaxLocal), isEncoded: length > 1);
            var end = EndOf(text, at);
            if (begin == found || end == at || (length > 1 && !text.AsSpan(at, end - at).Contains('.')) || (length == 1 && _own.Contains(text[begin..end].TrimEnd('.')))) continue;
            clean.Append(text, done, begin - done).Append(Mask);
            done = found;
        }

        return Harmless(clean.Append(text, done, text.Length - done));
    }

    /// <param name="next">Where each sign stands next, so that none is looked for twice.</param>
    /// <returns>The end of the text where there is none.</returns>
    private static (int At, int Length) Next(string text, int from, Span<int> next)
    {
        var best = (At: text.Length, Length: 0);
        for (var index = 0; index < s_ats.Length; index++)
        {
            if (next[index] < from) next[index] = text.IndexOf(s_ats[index], from, StringComparison.OrdinalIgnoreCase) is var at and >= 0 ? at : text.Length;
            if (next[index] < best.At) best = (next[index], s_ats[index].Length);
        }

        return best;
    }

    private static int BeginOf(string text, int at, int floor, bool isEncoded)
    {
        var begin = at;
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

    // RFC 5321 §4.1.2: Quoted-string; as long as MaxLocal.
    [GeneratedRegex(@"""(?:[^""\\\r\n]|\\.){1,1000}""@")]
    private static partial Regex QuotedLocal();
}
