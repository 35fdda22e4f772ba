using System.Net;
using System.Text;

namespace Standfast.Policy.Tracking;

/// <summary>Finds the links of HTML that may be led over us: quoted http and https targets of anchors, outside of comments.</summary>
internal static class HtmlLinkScanner
{
    /// <summary>Of what a link shows; ours.</summary>
    private const int MaxText = 500;

    /// <summary>Where the value stands in the text, without its quotes, where the attribute begins, and what it says.</summary>
    public readonly record struct Found(int AttributeStart, int Start, int End, string Url);

    /// <param name="html">One character an octet, of a charset that extends ASCII.</param>
    /// <param name="maxLinks">Of more the first ones are found.</param>
    public static List<Found> Scan(string html, int maxLinks)
    {
        var found = new List<Found>();
        for (var at = 0; found.Count < maxLinks;)
        {
            at = html.IndexOf('<', at);
            if (at < 0 || at + 3 >= html.Length) break;
            if (string.CompareOrdinal(html, at, "<!--", 0, 4) == 0)
            {
                at = html.IndexOf("-->", at, StringComparison.Ordinal);
                if (at < 0) break;
                continue;
            }

            at++;
            if (html[at] is 'a' or 'A' && char.IsWhiteSpace(html[at + 1])) at = ReadTag(html, at + 1, found);
        }

        return found;
    }

    /// <returns>After the tag.</returns>
    private static int ReadTag(string html, int at, List<Found> found)
    {
        Found? link = null;
        while (at < html.Length && html[at] != '>')
        {
            if (char.IsWhiteSpace(html[at]) || html[at] == '/')
            {
                at++;
                continue;
            }

            var start = at;
            while (at < html.Length && html[at] is not ('=' or '>' or '/') && !char.IsWhiteSpace(html[at])) at++;
            var name = html.AsSpan(start, at - start);
            while (at < html.Length && char.IsWhiteSpace(html[at])) at++;
            if (at >= html.Length || html[at] != '=')
            {
                // An attribute without a value; a sign that can begin none must not stop the reading.
                if (at == start) at++;
                continue;
            }

            at++;
            while (at < html.Length && char.IsWhiteSpace(html[at])) at++;
            if (at >= html.Length) break;
            if (html[at] is not ('"' or '\''))
            {
                while (at < html.Length && html[at] != '>' && !char.IsWhiteSpace(html[at])) at++;
                continue;
            }

            var end = html.IndexOf(html[at], at + 1);
            if (end < 0) return html.Length;
            if (link is null && name.Equals("href", StringComparison.OrdinalIgnoreCase) && TryReadUrl(html[(at + 1)..end], out var url)) link = new Found(start, at + 1, end, url);
            at = end + 1;
        }

        if (link is { } one && at < html.Length && !ShowsAddress(html, at + 1)) found.Add(one);
        return at;
    }

    /// <summary>A text that is itself an address must lead there: readers and filters take anything else for phishing.</summary>
    private static bool ShowsAddress(string html, int at)
    {
        var rest = html.AsSpan(at, Math.Min(html.Length - at, MaxText));
        var end = rest.IndexOf("</a", StringComparison.OrdinalIgnoreCase);
        var text = new StringBuilder();
        var isTag = false;
        foreach (var character in end < 0 ? rest : rest[..end])
        {
            if (character == '<') isTag = true;
            if (!isTag) text.Append(character);
            if (character == '>') isTag = false;
        }

        var shown = WebUtility.HtmlDecode(text.ToString()).Trim();
        return shown.Contains("://", StringComparison.Ordinal) || (shown.Contains('.', StringComparison.Ordinal) && !shown.Any(char.IsWhiteSpace) && !shown.EndsWith('.'));
    }

    private static bool TryReadUrl(string value, out string url)
    {
        url = "";
        if (value.Length > TrackingTokens.MaxUrlLength * 2 || value.Any(character => character is < ' ' or > '~')) return false;
        url = WebUtility.HtmlDecode(value).Trim();
        return url.Length <= TrackingTokens.MaxUrlLength && !url.Any(character => character is <= ' ' or > '~') && Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https";
    }
}
