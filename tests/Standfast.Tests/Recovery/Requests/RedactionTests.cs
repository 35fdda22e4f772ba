using Standfast.Recovery.Requests;

namespace Standfast.Tests.Recovery.Requests;

public sealed class RedactionTests
{
    private readonly Redaction _redaction = new(["postmaster@shop.test"]);

    [Theory]
    [InlineData("550 5.1.1 <anna.berg@kunde.test>: no such user", "550 5.1.1 <***@kunde.test>: no such user")]
    [InlineData("anna@kunde.test", "***@kunde.test")]
    [InlineData("to anna@a.test, bob@b.test;carl@c.test", "to ***@a.test, ***@b.test;***@c.test")]
    [InlineData("\"anna berg\"@kunde.test said", "***@kunde.test said")]
    [InlineData("<\"a\\\"b@c\"@kunde.test>", "<***@kunde.test>")]
    [InlineData("bounce+anna=kunde.test@bounce.shop.test", "***@bounce.shop.test")]
    [InlineData("https://x.test/report?email=anna%40kunde.test&id=7", "https://x.test/report?email=***%40kunde.test&id=7")]
    [InlineData("anna=40kunde.test", "***=40kunde.test")]
    [InlineData("mailto:änne@kunde.test", "mailto:***@kunde.test")]
    [InlineData("anna@[192.0.2.1] refused", "***@[192.0.2.1] refused")]
    [InlineData("anna@bücher.test", "***@bücher.test")]
    [InlineData("a@b@c.test", "***@***@c.test")]
    [InlineData("write to Postmaster@shop.test.", "write to Postmaster@shop.test.")]
    [InlineData("notpostmaster@shop.test", "***@shop.test")]
    [InlineData("@ alone, a @ b, and user@", "@ alone, a @ b, and user@")]
    [InlineData("550 5.7.1 blocked (S3140) size=4096", "550 5.7.1 blocked (S3140) size=4096")]
    public void LocalParts_AreMasked_ButOurOwn(string text, string expected) => Assert.Equal(expected, _redaction.Of(text));

    [Fact]
    public void CharactersThatAreObeyed_BecomeSpaces() => Assert.Equal("a [31m b c\nd\te", _redaction.Of("a\u001b[31m b\u202ec\nd\te"));

    [Fact]
    public void LongTexts_TakeNoTime()
    {
        var text = new string('a', 200_000) + string.Concat(Enumerable.Repeat("x%40", 20_000));
        var started = TimeProvider.System.GetTimestamp();
        _redaction.Of(text);
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void AnyText_LosesEveryLocalPart()
    {
        var random = new Random(7);
        const string Letters = "ab.+-_='\"<>()[]{},;: @%4\t0";
        for (var round = 0; round < 3_000; round++)
        {
            var noise = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => Letters[random.Next(Letters.Length)]));
            Assert.DoesNotContain("secretname@", _redaction.Of($"{noise} secretname@kunde.test {noise}"), StringComparison.Ordinal);
        }
    }
}
