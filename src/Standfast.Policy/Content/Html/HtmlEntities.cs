using System.Net;
using System.Text;

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

    /// <summary>Appends with runs of white space as one space.</summary>
    public static void AppendCollapsed(StringBuilder target, ReadOnlySpan<char> text)
    {
        while (text.Length > 0)
        {
            var end = text.IndexOfAny(" \t\r\n\f");
            if (end < 0) end = text.Length;
            target.Append(text[..end]);
            if (end == text.Length) return;
            if (target.Length > 0 && target[^1] is not (' ' or '\n')) target.Append(' ');
            text = text[end..].TrimStart(" \t\r\n\f");
        }
    }
}
