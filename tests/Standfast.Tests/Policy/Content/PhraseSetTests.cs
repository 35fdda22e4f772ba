using Standfast.Policy.Content.Rules;

namespace Standfast.Tests.Policy.Content;

public sealed class PhraseSetTests
{
    private static readonly string[] s_phrases = ["unsubscribe", "la de", "de l", "[address]", "退订", "수신 거부", "é l", "ım", "kz", "12 a", "z"];

    private static readonly PhraseSet s_set = new(s_phrases.Select((phrase, index) => (phrase, index % 2 == 0 ? BodyMarks.Unsubscribe : BodyMarks.Address)));

    [Fact]
    public void EachPhrase_IsFound_WhereAPlainSearchFindsIt()
    {
        var count = 0;
        foreach (var text in MixedTexts.All())
            for (var start = 0; start <= text.Length; start++)
            {
                var (expected, of) = PlainNext(text, start);
                Assert.Equal(expected, s_set.Next(text, start, out var mark));
                Assert.Equal(of, mark);
                if (expected < 0) break;
                (start, count) = (expected, count + 1);
            }

        Assert.InRange(count, 1_000, int.MaxValue);
    }

    [Theory]
    [InlineData("to unsubscribe", true)]
    [InlineData("UNSUBSCRIBE", true)]
    [InlineData("resunsubscribe", false)]
    [InlineData("éunsubscribe", false)]
    [InlineData("请退订", true)]
    [InlineData("unsubscrib", false)]
    public void Phrase_IsFound_WhereAWordBegins_OrAnywhereWithoutSpaces(string text, bool isIn)
    {
        // At each place of a block of 64 characters, and over its end.
        for (var before = 0; before < 140; before++) Assert.Equal(isIn, s_set.IsIn(new string('.', before) + text));
    }

    private static (int At, BodyMarks Mark) PlainNext(string text, int start)
    {
        for (var at = start; at + 1 < text.Length; at++)
        {
            if (at > 0 && char.IsLetterOrDigit(text[at - 1]) && (char.IsAscii(text[at - 1]) || char.IsLetter(text[at - 1])) && text[at] < '\u2E80') continue;
            for (var index = 0; index < s_phrases.Length; index++)
            {
                var phrase = s_phrases[index];
                if (phrase.Length > 1 && text.AsSpan(at).StartsWith(phrase, StringComparison.OrdinalIgnoreCase) && phrase.Take(3).Select(char.ToLowerInvariant).SequenceEqual(text.Skip(at).Take(Math.Min(3, phrase.Length)).Select(char.ToLowerInvariant)))
                    return (at, index % 2 == 0 ? BodyMarks.Unsubscribe : BodyMarks.Address);
            }
        }

        return (-1, BodyMarks.None);
    }
}
