using System.Collections.Frozen;

namespace Standfast.Policy.Content.Rules;

/// <summary>
/// Finds phrases of many languages in a text, without case. A phrase is found where a word begins; in scripts that put no spaces
/// between words, anywhere. One pass, whatever the number of phrases: only where the first two characters fit are they compared.
/// </summary>
internal sealed class PhraseSet
{
    /// <summary>From here on are the scripts without spaces: those of China and Japan.</summary>
    private const char FirstUnspaced = '\u2E80';

    // Which pairs of first characters occur, by a hash of 12 bits.
    private readonly ulong[] _begins = new ulong[64];
    private readonly FrozenDictionary<int, string[]> _phrases;

    /// <param name="phrases">Of at least two characters each.</param>
    public PhraseSet(IEnumerable<string> phrases)
    {
        _phrases = phrases.GroupBy(phrase => Pair(phrase[0], phrase[1])).ToFrozenDictionary(group => group.Key, group => group.ToArray());
        foreach (var pair in _phrases.Keys) _begins[Hash(pair) >> 6] |= 1UL << (Hash(pair) & 63);
    }

    public bool IsIn(ReadOnlySpan<char> text) => IndexIn(text) >= 0;

    /// <returns>Where the first phrase begins; -1 where there is none.</returns>
    public int IndexIn(ReadOnlySpan<char> text)
    {
        var isWithinWord = false;
        for (var at = 0; at + 1 < text.Length; at++)
        {
            var character = text[at];
            var isLetter = character < 128 ? char.IsAsciiLetterOrDigit(character) : char.IsLetter(character);
            if ((!isWithinWord || character >= FirstUnspaced) && Begins(text, at)) return at;
            isWithinWord = isLetter;
        }

        return -1;
    }

    private bool Begins(ReadOnlySpan<char> text, int at)
    {
        var pair = Pair(text[at], text[at + 1]);
        if ((_begins[Hash(pair) >> 6] & (1UL << (Hash(pair) & 63))) == 0 || !_phrases.TryGetValue(pair, out var phrases)) return false;
        foreach (var phrase in phrases)
            if (text[at..].StartsWith(phrase, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    private static int Pair(char first, char second) => (Lower(first) << 16) | Lower(second);

    private static int Hash(int pair) => (int)(((uint)pair * 2654435769u) >> 20);

    private static char Lower(char character) => character < 128 ? (char.IsAsciiLetterUpper(character) ? (char)(character | 0x20) : character) : char.ToLowerInvariant(character);
}
