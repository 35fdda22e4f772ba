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
    private readonly FrozenDictionary<int, (string Phrase, BodyMarks Mark)[]> _phrases;

    /// <param name="phrases">Those of less than two characters are left out.</param>
    public PhraseSet(IEnumerable<(string Phrase, BodyMarks Mark)> phrases)
    {
        _phrases = phrases.Where(one => one.Phrase.Length > 1).GroupBy(one => Pair(one.Phrase[0], one.Phrase[1])).ToFrozenDictionary(group => group.Key, group => group.ToArray());
        foreach (var pair in _phrases.Keys) _begins[Hash(pair) >> 6] |= 1UL << (Hash(pair) & 63);
    }

    /// <summary>Phrases of one kind.</summary>
    public PhraseSet(IEnumerable<string> phrases)
        : this(phrases.Select(phrase => (phrase, BodyMarks.None)))
    {
    }

    public bool IsIn(ReadOnlySpan<char> text) => Next(text, 0, out _) >= 0;

    /// <returns>Where the first phrase at or after <paramref name="start"/> begins; -1 where there is none.</returns>
    public int Next(ReadOnlySpan<char> text, int start, out BodyMarks mark)
    {
        mark = BodyMarks.None;
        var isWithinWord = start > 0 && IsOfWord(text[start - 1]);
        for (var at = start; at + 1 < text.Length; at++)
        {
            if (isWithinWord)
            {
                // Nothing begins within a word: on to the end of its run of ASCII, too short for a vectorised search to pay.
                while (at < text.Length && char.IsAsciiLetterOrDigit(text[at])) at++;
                if (at + 1 >= text.Length) break;
            }

            var character = text[at];
            if ((!isWithinWord || character >= FirstUnspaced) && Begins(text, at, out mark)) return at;
            isWithinWord = IsOfWord(character);
        }

        return -1;
    }

    private bool Begins(ReadOnlySpan<char> text, int at, out BodyMarks mark)
    {
        mark = BodyMarks.None;
        var pair = Pair(text[at], text[at + 1]);
        if ((_begins[Hash(pair) >> 6] & (1UL << (Hash(pair) & 63))) == 0 || !_phrases.TryGetValue(pair, out var phrases)) return false;
        var third = at + 2 < text.Length ? Lower(text[at + 2]) : '\0';
        foreach (var (phrase, of) in phrases)
        {
            if ((phrase.Length > 2 && Lower(phrase[2]) != third) || !text[at..].StartsWith(phrase, StringComparison.OrdinalIgnoreCase)) continue;
            mark = of;
            return true;
        }

        return false;
    }

    private static bool IsOfWord(char character) => character < 128 ? char.IsAsciiLetterOrDigit(character) : char.IsLetter(character);

    private static int Pair(char first, char second) => (Lower(first) << 16) | Lower(second);

    private static int Hash(int pair) => (int)(((uint)pair * 2654435769u) >> 20);

    private static char Lower(char character) => character < 128 ? (char.IsAsciiLetterUpper(character) ? (char)(character | 0x20) : character) : char.ToLowerInvariant(character);
}
