using Standfast.Mail;

namespace Standfast.Tests.Mail;

public sealed class DomainNameTests
{
    private const string Label63 = "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabc";

    [Theory]
    [InlineData("example.org", "example.org")]
    [InlineData("EXAMPLE.Org", "example.org")]
    [InlineData("localhost", "localhost")]
    [InlineData("_dmarc.example.org", "_dmarc.example.org")]
    [InlineData("a--b.example", "a--b.example")]
    [InlineData("1and1.com", "1and1.com")]
    [InlineData("123.example", "123.example")]
    [InlineData("example.1a", "example.1a")]
    [InlineData("Bücher.Example", "xn--bcher-kva.example")]
    [InlineData("BÜCHER.example", "xn--bcher-kva.example")]
    [InlineData("例子.广告", "xn--fsqu00a.xn--4rr70v")]
    [InlineData("paral·lel.example", "xn--parallel-koa.example")]
    [InlineData("ไทย.example", "xn--o3cw4h.example")]
    [InlineData("उदाहरण.कॉम", "xn--p1b6ci4b4b3a.xn--11b4c3d")]
    [InlineData("XN--BCHER-KVA.example", "xn--bcher-kva.example")]
    public void TryParse_GivesTheCanonicalForm(string text, string expected)
    {
        Assert.True(DomainName.TryParse(text, out var name));
        Assert.Equal(expected, name.Value);
        Assert.Equal(name, DomainName.Parse(expected));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData(".example.org")]
    [InlineData("example.org.")]
    [InlineData("example..org")]
    [InlineData("-example.org")]
    [InlineData("example-.org")]
    [InlineData("example.-org")]
    [InlineData("exam ple.org")]
    [InlineData("example.org\r\n")]
    [InlineData("example\0.org")]
    [InlineData("example.org/..")]
    [InlineData("a@b")]
    [InlineData("192.0.2.1")]
    [InlineData("example.123")]
    [InlineData("[192.0.2.1]")]
    [InlineData("2001:db8::1")]
    [InlineData("例子..org")]
    [InlineData("例子。org")]
    [InlineData("例子．org")]
    [InlineData("a☃.org")]
    [InlineData("\uD800.org")]
    [InlineData("a\u202Eb.org")]
    [InlineData("a\u00A0b.org")]
    public void TryParse_Refuses(string text)
    {
        Assert.False(DomainName.TryParse(text, out var name));
        Assert.Null(name);
    }

    [Fact]
    public void TryParse_RefusesNull() => Assert.False(DomainName.TryParse(null, out _));

    // RFC 5891 §5.3: only text in NFC is a U-label. What NFKC would change is refused: it would name another domain.
    [Theory]
    [InlineData("bu\u0308cher.example")]
    [InlineData("\uFF45xample.org")]
    [InlineData("me\u037E.org")]
    [InlineData("\uFF0Dexample.org")]
    [InlineData("\uF96E.org")]
    [InlineData("\U0001D41A.org")]
    public void TryParse_RefusesText_ThatNormalisingWouldChange(string text)
    {
        Assert.False(DomainName.TryParse(text, out _));
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void TryParse_BoundsALabel(int length, bool expected) => Assert.Equal(expected, DomainName.TryParse(new string('a', length) + ".org", out _));

    [Theory]
    [InlineData(253, true)]
    [InlineData(254, false)]
    public void TryParse_BoundsTheName(int length, bool expected)
    {
        var text = $"{Label63}.{Label63}.{Label63}.";
        Assert.Equal(expected, DomainName.TryParse(text + new string('a', length - text.Length), out _));
    }

    [Fact]
    public void TryParse_OfMutations_NeverThrows_AndIsStable()
    {
        const string Alphabet = "aZ0.-_é例\u202E\uD800\uDC00 \0\r\n。xn";
        var random = new Random(1035);
        for (var round = 0; round < 50_000; round++)
        {
            var text = string.Create(random.Next(1, 24), random, static (span, source) =>
            {
                foreach (ref var character in span) character = Alphabet[source.Next(Alphabet.Length)];
            });
            if (!DomainName.TryParse(text, out var name)) continue;
            Assert.Equal(name, DomainName.Parse(name.Value));
            Assert.DoesNotContain(name.Value, character => character is > '~' or <= ' ' || char.IsAsciiLetterUpper(character));
        }
    }
}
