using System.Buffers;

namespace Standfast.Policy.Content.Scripts;

/// <summary>Characters that change what is read without being seen.</summary>
public static class InvisibleCharacters
{
    // Zero width space, joiners, word joiner and its kin, byte order mark, soft hyphen, combining grapheme joiner, Hangul fillers.
    private static readonly SearchValues<char> s_invisible = SearchValues.Create("\u200B\u200C\u200D\u2060\u2061\u2062\u2063\u2064\uFEFF\u00AD\u034F\u115F\u1160\u3164\uFFA0\u180E");

    // UAX #9: overrides turn the order of letters round whatever they are.
    private static readonly SearchValues<char> s_overrides = SearchValues.Create("\u202D\u202E");

    /// <summary>Whether an override of the direction of writing occurs, as in a file name that ends in exe and reads as if it ended in pdf.</summary>
    public static bool HasOverride(ReadOnlySpan<char> text) => text.ContainsAny(s_overrides);

    /// <summary>How many stand between two Latin letters, where no language needs them.</summary>
    public static int CountWithinWords(ReadOnlySpan<char> text, bool withSoftHyphen)
    {
        if (System.Text.Ascii.IsValid(text)) return 0;
        var count = 0;
        for (var at = 0; at < text.Length;)
        {
            var found = text[at..].IndexOfAny(s_invisible);
            if (found < 0) break;
            at += found;
            if (at > 0 && at + 1 < text.Length && IsLatin(text[at - 1]) && IsLatin(text[at + 1]) && (withSoftHyphen || text[at] != '\u00AD')) count++;
            at++;
        }

        return count;
    }

    private static bool IsLatin(char character) => char.IsLetter(character) && ScriptTable.Find(character) == WritingScript.Latin;
}
