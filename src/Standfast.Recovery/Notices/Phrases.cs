using System.Buffers;
using System.Collections.Concurrent;

namespace Standfast.Recovery.Notices;

/// <summary>Phrases in what a counterparty wrote.</summary>
internal static class Phrases
{
    /// <summary>Longest sentence that is quoted; ours.</summary>
    private const int MaxQuote = 600;

    // A prepared search is vectorised, IndexOf that ignores case is not without culture data. Phrases are those of the data files: there are no more of these.
    private static readonly ConcurrentDictionary<string, SearchValues<string>> s_searches = new(StringComparer.Ordinal);

    /// <summary>Where it first stands as words of its own, in any case; -1 where it does not.</summary>
    /// <param name="phrase">Of a data file, not empty.</param>
    public static int Find(ReadOnlySpan<char> text, string phrase)
    {
        var search = s_searches.GetOrAdd(phrase, static one => SearchValues.Create([one], StringComparison.OrdinalIgnoreCase));
        for (int from = 0, found; (found = text[from..].IndexOfAny(search)) >= 0; from += found + 1)
        {
            var at = from + found;
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
