using Standfast.Policy.Compromise;

namespace Standfast.Tests.Policy.Compromise;

public sealed class TextSketchTests
{
    [Fact]
    public void MailOfOneTemplate_IsAlike_AndOfAnotherNot()
    {
        for (var number = 0; number < 200; number++)
        {
            var (first, second) = (Sketch(WatchUnderTest.Receipt(number)), Sketch(WatchUnderTest.Receipt(number * 31 + 7)));
            Assert.InRange(first.SimilarityTo(second), TextSketch.Alike, 1);
            Assert.InRange(first.SimilarityTo(Sketch(WatchUnderTest.Spam(number))), 0, 0.2);
        }
    }

    [Fact]
    public void TextWithoutWords_IsAlikeItself() => Assert.Equal(1, Sketch(("1", "2 3")).SimilarityTo(Sketch(("", "--"))));

    [Fact]
    public void Sketch_IsThatOfAPlainReader_WhateverTheText()
    {
        foreach (var text in MixedTexts.All()) Assert.Equal(PlainSketch(text), TextSketch.Of(text, "").Values.ToArray());
    }

    private static uint[] PlainSketch(string text)
    {
        var bins = Enumerable.Repeat(uint.MaxValue, TextSketch.Bins).ToArray();
        foreach (var word in string.Concat(text.Select(one => char.IsLetterOrDigit(one) ? one : ' ')).Split(' '))
        {
            if (word.Length < 3 || word.Any(char.IsDigit)) continue;
            var hash = KeyHash.Finish(word.Aggregate(KeyHash.Start, (sum, one) => KeyHash.Add(sum, char.ToLowerInvariant(one))));
            bins[hash % TextSketch.Bins] = Math.Min(bins[hash % TextSketch.Bins], (uint)(hash >> 32));
        }

        return bins;
    }

    private static TextSketch Sketch((string Subject, string Text) mail) => TextSketch.Of(mail.Subject, mail.Text);
}
