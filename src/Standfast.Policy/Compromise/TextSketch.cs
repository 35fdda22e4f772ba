using System.Numerics;
using System.Runtime.Intrinsics;
using Standfast.Policy.Content.Scripts;

namespace Standfast.Policy.Compromise;

/// <summary>
/// What a message says, in 128 octets, so that two that were made of one template are found alike: words are spread over 32 bins by their
/// hash and each bin keeps its smallest (one permutation hashing; Li, Owen and Zhang, NIPS 2012). The share of equal bins
/// estimates the Jaccard similarity of the words, with a standard deviation of at most 0.09.
/// </summary>
public sealed class TextSketch
{
    public const int Bins = 32;

    /// <summary>Characters of a text that are looked at; ours: a template shows in its beginning.</summary>
    public const int MaxCharacters = 2_000;

    /// <summary>Share of equal bins from which on two messages are of one template; ours. Names, sums and dates of receipts leave 0.6 and more.</summary>
    public const double Alike = 0.45;

    private const uint Empty = uint.MaxValue;

    /// <summary>Shorter words and numbers are what differs within a template.</summary>
    private const int MinWord = 3;

    /// <summary>In numbers of 64 characters: as long as a subject can be.</summary>
    private const int MaxOnStack = 128;

    private readonly uint[] _bins;

    internal TextSketch(uint[] bins) => _bins = bins;

    internal ReadOnlySpan<uint> Values => _bins;

    public static TextSketch Of(string subject, string text)
    {
        var bins = new uint[Bins];
        Array.Fill(bins, Empty);
        Add(bins, subject);
        Add(bins, text.AsSpan(0, Math.Min(text.Length, MaxCharacters)));
        return new TextSketch(bins);
    }

    /// <returns>0 to 1; 1 also where neither has a word.</returns>
    public double SimilarityTo(TextSketch other)
    {
        var (same, empty) = (0, 0);
        for (var index = 0; index < Bins; index += Vector256<uint>.Count)
        {
            var (left, right) = (Vector256.LoadUnsafe(ref _bins[index]), Vector256.LoadUnsafe(ref other._bins[index]));
            same += BitOperations.PopCount(Vector256.Equals(left, right).ExtractMostSignificantBits());
            empty += BitOperations.PopCount(Vector256.Equals(left & right, Vector256<uint>.AllBitsSet).ExtractMostSignificantBits());
        }

        return empty == Bins ? 1 : (double)(same - empty) / (Bins - empty);
    }

    private static void Add(uint[] bins, ReadOnlySpan<char> text)
    {
        // Where words and digits are is found 64 characters at a time.
        var count = CharacterBits.CountFor(text.Length);
        var ofWord = count <= MaxOnStack ? stackalloc ulong[count] : new ulong[count];
        var digits = count <= MaxOnStack ? stackalloc ulong[count] : new ulong[count];
        for (var index = 0; index < count; index++) Classify(text[(index * AsciiBlock.Length)..], out ofWord[index], out digits[index]);

        var digit = CharacterBits.NextSet(digits, 0);
        for (var start = CharacterBits.NextSet(ofWord, 0); start < text.Length;)
        {
            var end = CharacterBits.NextClear(ofWord, start);
            if (digit < start) digit = CharacterBits.NextSet(digits, start);
            if (end - start >= MinWord && digit >= end) AddWord(bins, text[start..end]);
            start = CharacterBits.NextSet(ofWord, end);
        }
    }

    private static void Classify(ReadOnlySpan<char> text, out ulong ofWord, out ulong digits)
    {
        (ofWord, digits) = (0, 0);
        if (AsciiBlock.TryRead(text, out var block))
        {
            digits = block.Digits;
            ofWord = block.Letters | digits;
            return;
        }

        for (var at = 0; at < Math.Min(text.Length, AsciiBlock.Length); at++)
        {
            if (char.IsLetterOrDigit(text[at])) ofWord |= 1UL << at;
            if (char.IsDigit(text[at])) digits |= 1UL << at;
        }
    }

    private static void AddWord(uint[] bins, ReadOnlySpan<char> word)
    {
        var hash = KeyHash.Start;
        foreach (var character in word) hash = KeyHash.Add(hash, char.IsAscii(character) ? (char)(character | 0x20) : char.ToLowerInvariant(character));
        var mixed = KeyHash.Finish(hash);
        ref var bin = ref bins[mixed & (Bins - 1)];
        bin = Math.Min(bin, (uint)(mixed >> 32));
    }
}
