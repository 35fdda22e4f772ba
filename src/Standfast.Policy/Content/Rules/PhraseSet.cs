using System.Numerics;
using System.Runtime.CompilerServices;
using Standfast.Policy.Content.Scripts;

namespace Standfast.Policy.Content.Rules;

/// <summary>
/// Finds phrases of many languages in a text, without case. A phrase is found where a word begins; in scripts that put no spaces
/// between words, anywhere. One pass, whatever the number of phrases: only where the first three characters fit are they compared.
/// </summary>
internal sealed class PhraseSet
{
    /// <summary>From here on are the scripts without spaces: those of China and Japan.</summary>
    private const char FirstUnspaced = '\u2E80';

    private const int BucketBits = 9;

    // By a hash of the first two characters: the phrases, and which third characters they have, by the low six bits of each.
    private readonly Entry[][] _buckets = new Entry[1 << BucketBits][];
    private readonly ulong[] _thirds = new ulong[1 << BucketBits];

    /// <param name="phrases">Those of less than two characters are left out.</param>
    public PhraseSet(IEnumerable<(string Phrase, BodyMarks Mark)> phrases)
    {
        foreach (var bucket in phrases.Where(one => one.Phrase.Length > 1).GroupBy(one => Bucket(Fold(one.Phrase[0]), Fold(one.Phrase[1]))))
        {
            _buckets[bucket.Key] = [.. bucket.Select(one => new Entry(one.Phrase, one.Mark))];
            foreach (var (phrase, _) in bucket) _thirds[bucket.Key] |= phrase.Length > 2 ? Third(Fold(phrase[2])) : ulong.MaxValue;
        }
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
        for (var at = start; at + 1 < text.Length; at += AsciiBlock.Length)
        {
            var ofWord = OfWord(text[at..], out var unspaced);
            var begins = ~((ofWord << 1) | (isWithinWord ? 1UL : 0)) | unspaced;
            isWithinWord = ofWord >> (AsciiBlock.Length - 1) != 0;
            for (; begins != 0; begins &= begins - 1)
            {
                var found = at + BitOperations.TrailingZeroCount(begins);
                if (found + 1 >= text.Length) return -1;
                if (MayBegin(text, found) && Begins(text[found..], out mark)) return found;
            }
        }

        return -1;
    }

    /// <summary>Which of the first 64 characters are of words.</summary>
    /// <param name="unspaced">Which are of scripts without spaces.</param>
    private static ulong OfWord(ReadOnlySpan<char> text, out ulong unspaced)
    {
        unspaced = 0;
        if (AsciiBlock.TryRead(text, out var block)) return block.Letters | block.Digits;
        var ofWord = 0UL;
        for (var index = 0; index < Math.Min(text.Length, AsciiBlock.Length); index++)
        {
            if (IsOfWord(text[index])) ofWord |= 1UL << index;
            if (text[index] >= FirstUnspaced) unspaced |= 1UL << index;
        }

        return ofWord;
    }

    /// <summary>A look at three characters: few places pass where no phrase begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool MayBegin(ReadOnlySpan<char> text, int at)
    {
        if (at + 2 >= text.Length) return _thirds[Bucket(Fold(text[at]), Fold(text[at + 1]))] != 0;
        var (first, second, third) = ((int)text[at], (int)text[at + 1], (int)text[at + 2]);
        if ((first | second | third) < 128) return (_thirds[Bucket(first | 0x20, second | 0x20)] & Third(third | 0x20)) != 0;
        return (_thirds[Bucket(Fold(text[at]), Fold(text[at + 1]))] & Third(Fold(text[at + 2]))) != 0;
    }

    private bool Begins(ReadOnlySpan<char> text, out BodyMarks mark)
    {
        var (first, second, third) = (Lower(text[0]), Lower(text[1]), text.Length > 2 ? Lower(text[2]) : '\0');
        foreach (var entry in _buckets[Bucket(Fold(text[0]), Fold(text[1]))])
        {
            if (entry.First != first || entry.Second != second || (entry.Phrase.Length > 2 && entry.Third != third) || !text.StartsWith(entry.Phrase, StringComparison.OrdinalIgnoreCase)) continue;
            mark = entry.Mark;
            return true;
        }

        mark = BodyMarks.None;
        return false;
    }

    private static bool IsOfWord(char character) => character < 128 ? char.IsAsciiLetterOrDigit(character) : char.IsLetter(character);

    private static int Bucket(int first, int second) => (int)((uint)((first << 16) | second) * 2654435769u >> (32 - BucketBits));

    private static ulong Third(int folded) => 1UL << (folded & 63);

    /// <summary>Equal where <see cref="Lower"/> is, and sometimes besides.</summary>
    private static int Fold(char character) => (character < 128 ? character : char.ToLowerInvariant(character)) | 0x20;

    private static char Lower(char character) => character < 128 ? (char.IsAsciiLetterUpper(character) ? (char)(character | 0x20) : character) : char.ToLowerInvariant(character);

    private sealed record Entry(string Phrase, BodyMarks Mark)
    {
        public char First { get; } = Lower(Phrase[0]);

        public char Second { get; } = Lower(Phrase[1]);

        public char Third { get; } = Phrase.Length > 2 ? Lower(Phrase[2]) : '\0';
    }
}
