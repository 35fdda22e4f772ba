namespace Standfast.Recovery.Notices;

/// <summary>Phrases in what a counterparty wrote.</summary>
internal static class Phrases
{
    /// <summary>Longest sentence that is quoted; ours.</summary>
    private const int MaxQuote = 600;

    /// <summary>Where it first stands as words of its own, in any case; -1 where it does not.</summary>
    public static int Find(string text, string phrase)
    {
        for (var at = text.IndexOf(phrase, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(phrase, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + phrase.Length;
            if ((at == 0 || !IsJoined(text[at - 1], phrase[0])) && (end == text.Length || !IsJoined(phrase[^1], text[end]))) return at;
        }

        return -1;
    }

    /// <summary>The sentence that stands there.</summary>
    public static string SentenceAt(string text, int at)
    {
        var start = at;
        while (start > 0 && at - start < MaxQuote && !IsEnd(text, start - 1)) start--;
        var end = at;
        while (end < text.Length && end - start < MaxQuote && !IsEnd(text, end)) end++;
        // Its full stop belongs to it, the end of the line does not.
        if (end < text.Length && text[end] != '\n') end++;
        return text[start..end].Trim();
    }

    private static bool IsEnd(string text, int at) => text[at] == '\n' || (text[at] is '.' or '!' or '?' && (at + 1 == text.Length || text[at + 1] is ' ' or '\n'));

    private static bool IsJoined(char before, char after) => char.IsLetterOrDigit(before) && char.IsLetterOrDigit(after);
}
