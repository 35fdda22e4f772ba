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

    private static TextSketch Sketch((string Subject, string Text) mail) => TextSketch.Of(mail.Subject, mail.Text);
}
