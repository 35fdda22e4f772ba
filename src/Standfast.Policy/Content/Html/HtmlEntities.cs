using System.Net;
using System.Runtime.CompilerServices;

namespace Standfast.Policy.Content.Html;

internal static class HtmlEntities
{
    // Those of HTML 5 that browsers decode within links and the runtime's table (HTML 4) lacks.
    private static readonly (string Name, string Text)[] s_more =
    [
        ("&colon;", ":"), ("&sol;", "/"), ("&bsol;", "\\"), ("&period;", "."), ("&commat;", "@"), ("&Tab;", "\t"), ("&NewLine;", "\n"), ("&quest;", "?"), ("&equals;", "="), ("&num;", "#"), ("&lpar;", "("), ("&rpar;", ")"),
        ("&excl;", "!"), ("&percnt;", "%"), ("&dollar;", "$"), ("&semi;", ";"), ("&comma;", ","), ("&lowbar;", "_"), ("&apos;", "'"),
    ];

    public static string Decode(ReadOnlySpan<char> text)
    {
        if (!text.Contains('&')) return text.ToString();
        var decoded = text.ToString();
        foreach (var (name, character) in s_more)
            if (decoded.Contains(name, StringComparison.Ordinal))
                decoded = decoded.Replace(name, character, StringComparison.Ordinal);
        return WebUtility.HtmlDecode(decoded);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSpace(char character) => character <= ' ' && character is ' ' or '\t' or '\r' or '\n' or '\f';

    /// <summary>Appends with runs of white space as one space.</summary>
    public static void AppendCollapsed(ref TextBuffer target, ReadOnlySpan<char> text)
    {
        // What is alike already goes over in runs, a space between two words included.
        var (start, at) = (0, 0);
        while (at < text.Length)
        {
            if (!IsSpace(text[at]))
            {
                at++;
                continue;
            }

            var word = at;
            while (at < text.Length && IsSpace(text[at])) at++;
            if (word > start && at == word + 1 && text[word] == ' ') continue;
            target.Append(text[start..word]);
            if (target.Length > 0 && target.Last is not (' ' or '\n')) target.Append(' ');
            start = at;
        }

        target.Append(text[start..]);
    }
}
