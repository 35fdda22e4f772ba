namespace Standfast.Policy.Content;

/// <summary>Finds the links of a plain text, as mail programs make them clickable.</summary>
internal static class PlainLinks
{
    private const string Ends = " \t\r\n\f\"<>'`|\\^{}\u00A0";

    private static readonly System.Buffers.SearchValues<char> s_ends = System.Buffers.SearchValues.Create(Ends);

    /// <returns>False where there are more than the list may hold.</returns>
    public static bool Find(string text, List<LinkView> links, int max)
    {
        for (var at = 0; at < text.Length;)
        {
            var found = text.AsSpan(at).IndexOf("://");
            if (found < 0) return true;
            var (start, body) = (at + found, at + found + 3);
            while (start > at && char.IsAsciiLetter(text[start - 1])) start--;
            var scheme = text.AsSpan(start, at + found - start);
            var length = text.AsSpan(body).IndexOfAny(s_ends);
            var end = length < 0 ? text.Length : body + length;
            at = Math.Max(body, end);
            if (end == body || !(scheme.EndsWith("http", StringComparison.OrdinalIgnoreCase) || scheme.EndsWith("https", StringComparison.OrdinalIgnoreCase))) continue;
            if (links.Count >= max) return false;
            var href = text[start..end].TrimEnd('.', ',', ';', ':', '!', '?', ')', ']', '*', '_');
            links.Add(new LinkView(href, null, LinkHosts.Of(href)));
        }

        return true;
    }
}
