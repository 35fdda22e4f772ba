using System.Text;
using Standfast.Mail;

namespace Standfast.Tests.Mail;

public sealed class EmailAddressTests
{
    private const string Label63 = "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabc";

    [Theory]
    [InlineData("a@b", "a@b")]
    [InlineData("First.Last@EXAMPLE.org", "First.Last@example.org")]
    [InlineData("!#$%&'*+-/=?^_`.{|}~@example.org", "!#$%&'*+-/=?^_`.{|}~@example.org")]
    [InlineData("user%uucp!path@berkeley.edu", "user%uucp!path@berkeley.edu")]
    [InlineData("\"plain.text\"@example.org", "plain.text@example.org")]
    [InlineData("\"pl\\ain\"@example.org", "plain@example.org")]
    [InlineData("\"a b\"@example.org", "\"a b\"@example.org")]
    [InlineData("\"a@b\"@example.org", "\"a@b\"@example.org")]
    [InlineData("\"a..b\"@example.org", "\"a..b\"@example.org")]
    [InlineData("\"\\\"\\\\\\x\"@example.org", "\"\\\"\\\\x\"@example.org")]
    [InlineData("\"\"@example.org", "\"\"@example.org")]
    [InlineData("用户@例子.广告", "用户@xn--fsqu00a.xn--4rr70v")]
    [InlineData("Dörte@Sörensen.example.com", "Dörte@xn--srensen-90a.example.com")]
    public void TryParse_KeepsTheShortestForm(string text, string expected)
    {
        Assert.True(EmailAddress.TryParse(text, out var address));
        Assert.Equal(expected, address.ToString());
        Assert.Equal(address, EmailAddress.Parse(expected));
        Assert.True(EmailAddress.TryParse(Encoding.UTF8.GetBytes(text), out var fromOctets));
        Assert.Equal(address, fromOctets);
    }

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("a")]
    [InlineData("a@")]
    [InlineData("@example.org")]
    [InlineData(".a@example.org")]
    [InlineData("a.@example.org")]
    [InlineData("a..b@example.org")]
    [InlineData("a@b@example.org")]
    [InlineData("a b@example.org")]
    [InlineData(" a@example.org")]
    [InlineData("a@example.org ")]
    [InlineData("a@example.org\r\n")]
    [InlineData("a\r\nb@example.org")]
    [InlineData("a\0@example.org")]
    [InlineData("a@exa\0mple.org")]
    [InlineData("<a@example.org>")]
    [InlineData("(comment)a@example.org")]
    [InlineData("a@example.org(comment)")]
    [InlineData("@relay.example:a@example.org")]
    [InlineData("a@[192.0.2.1]")]
    [InlineData("a@[IPv6:2001:db8::1]")]
    [InlineData("a@192.0.2.1")]
    [InlineData("\"a@example.org")]
    [InlineData("\"a\"b@example.org")]
    [InlineData("\"a\".b@example.org")]
    [InlineData("\"")]
    [InlineData("\"\\")]
    [InlineData("\"a\"")]
    [InlineData("\"a\\\"@example.org")]
    [InlineData("\"a\tb\"@example.org")]
    [InlineData("\"a\\\r\"@example.org")]
    [InlineData("\"a\u007Fb\"@example.org")]
    [InlineData("\"a\\©\"@example.org")]
    [InlineData("hello＠example.org")]
    public void TryParse_Refuses(string text)
    {
        Assert.False(EmailAddress.TryParse(text, out var address));
        Assert.Null(address);
        Assert.False(EmailAddress.TryParse(Encoding.UTF8.GetBytes(text), out _));
    }

    [Theory]
    [InlineData('\u0085')]
    [InlineData('\u00A0')]
    [InlineData('\u200B')]
    [InlineData('\u200F')]
    [InlineData('\u2028')]
    [InlineData('\u202A')]
    [InlineData('\u202E')]
    [InlineData('\u2066')]
    [InlineData('\u2069')]
    [InlineData('\u3000')]
    [InlineData('\uD800')]
    [InlineData('\uFEFF')]
    [InlineData('\uFFFD')]
    public void TryParse_RefusesWhatDoesNotShow_QuotedOrNot(char character)
    {
        Assert.False(EmailAddress.TryParse($"a{character}b@example.org", out _));
        Assert.False(EmailAddress.TryParse($"\"a {character}b\"@example.org", out _));
    }

    [Theory]
    [InlineData("\u1E69")]
    [InlineData("उपयोगकर्ता")]
    [InlineData("😀")]
    [InlineData("\u2010")]
    [InlineData("\u202F\u00E9", false)]
    public void TryParse_ReadsOtherScripts(string local, bool expected = true) => Assert.Equal(expected, EmailAddress.TryParse($"{local}@example.org", out _));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void TryParse_BoundsTheLocalPart_InOctets(int octets, bool expected)
    {
        Assert.Equal(expected, EmailAddress.TryParse(new string('a', octets) + "@example.org", out _));
        Assert.Equal(expected, EmailAddress.TryParse(new string('é', octets / 2) + new string('a', octets % 2) + "@example.org", out _));
    }

    [Theory]
    [InlineData(254, true)]
    [InlineData(255, false)]
    public void TryParse_BoundsTheWhole(int octets, bool expected)
    {
        var domain = $"{Label63}.{Label63}.{Label63}";
        var local = new string('a', octets - domain.Length - 1);
        Assert.Equal(expected, EmailAddress.TryParse($"{local}@{domain}", out _));
    }

    [Fact]
    public void TryParse_BoundsTheWhole_AfterTheDomainHasGrownToALabels() =>
        Assert.False(EmailAddress.TryParse($"{new string('a', 64)}@{string.Join('.', Enumerable.Repeat(new string('例', 15), 10))}", out _));

    [Fact]
    public void TryParse_RefusesOctetsThatAreNoUtf8() => Assert.False(EmailAddress.TryParse([(byte)'a', 0xFF, .. "@example.org"u8], out _));

    [Fact]
    public void Parse_NamesWhatItRefuses() => Assert.Contains("a@b@c", Assert.Throws<FormatException>(() => EmailAddress.Parse("a@b@c")).Message, StringComparison.Ordinal);

    [Fact]
    public void TryParse_OfMutations_NeverThrows_AndWhatItReadsItReadsAgain()
    {
        string[] seeds = ["first.last@example.org", "\"a \\\"b\\\\\"@example.org", "用户@例子.广告", "a@xn--fsqu00a.org"];
        const string Alphabet = "a.@\"\\ ()<>-é例\u202E\0\r\n\uD800\uDC00[]:1";
        var random = new Random(5322);
        var read = 0;
        for (var round = 0; round < 50_000; round++)
        {
            var text = new StringBuilder(seeds[round % seeds.Length]);
            for (var change = random.Next(4); change >= 0; change--) text[random.Next(text.Length)] = Alphabet[random.Next(Alphabet.Length)];
            if (!EmailAddress.TryParse(text.ToString(), out var address)) continue;
            read++;
            Assert.Equal(address, EmailAddress.Parse(address.ToString()));
            Assert.DoesNotContain(address.ToString(), character => char.IsControl(character) || character == '\u202E');
            Assert.True(EmailAddress.TryParse(Encoding.UTF8.GetBytes(address.ToString()), out var again) && again == address);
        }

        Assert.True(read > 1000);
    }
}
