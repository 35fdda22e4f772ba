using Standfast.Policy.Spam;

namespace Standfast.Tests.Policy.Spam;

public sealed class WordReaderTests
{
    private static readonly char[] s_spaces = [' ', '\t', '\n', '\v', '\f', '\r', '\u00A0', '\u2028', '\u2029'];

    [Fact]
    public void Features_AreThoseOfAPlainReader_WhateverTheText()
    {
        var count = 0;
        foreach (var text in MixedTexts.All())
            foreach (var kind in new[] { FeatureKind.Body, FeatureKind.Subject })
            {
                var set = new FeatureSet();
                WordReader.Read(text, kind, set);
                Assert.Equal(PlainFeatures(text, kind), set.Hashes.ToArray());
                count += set.Count;
            }

        Assert.InRange(count, 10_000, int.MaxValue);
    }

    private static uint[] PlainFeatures(string text, FeatureKind kind)
    {
        var set = new FeatureSet();
        var previous = 0u;
        foreach (var word in text.Split(s_spaces, StringSplitOptions.RemoveEmptyEntries).SelectMany(PlainWords))
        {
            var hash = FeatureReader.Hash(word);
            set.Add(FeatureReader.Mix(hash ^ (uint)kind));
            if (previous != 0) set.Add(FeatureReader.Mix((previous * FeatureReader.Prime) ^ hash ^ (uint)FeatureKind.Pair));
            previous = hash;
        }

        return set.Hashes.ToArray();
    }

    private static IEnumerable<string> PlainWords(string chunk)
    {
        if (chunk.Contains("://", StringComparison.Ordinal) || chunk.StartsWith("www.", StringComparison.OrdinalIgnoreCase)) return ["_url"];
        return chunk.Contains('@', StringComparison.Ordinal) ? ["_address"] : Pieces(chunk);
    }

    private static IEnumerable<string> Pieces(string chunk)
    {
        for (var start = 0; start < chunk.Length;)
        {
            var rest = chunk[start..];
            var word = string.Concat(rest.TakeWhile(one => IsLetter(one) || one is '\'' or '’'));
            var number = string.Concat(rest.TakeWhile(one => char.IsAsciiDigit(one) || one is '.' or ','));
            var length = IsLetter(rest[0]) ? word.Length : char.IsAsciiDigit(rest[0]) ? number.Length : 1;
            start += length;
            if (IsLetter(rest[0])) yield return length > 24 ? "_long" : word;
            else if (char.IsAsciiDigit(rest[0])) yield return length <= 3 ? $"_{length}" : length <= 6 ? "_6" : "_9";
            else if (rest[0] is '$' or '€' or '£' or '%' or '!' || IsEastAsian(rest[0])) yield return rest[..1];
        }
    }

    private static bool IsLetter(char one) => (char.IsLetter(one) || char.IsSurrogate(one)) && !IsEastAsian(one);

    private static bool IsEastAsian(char one) => one is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7AF');
}
