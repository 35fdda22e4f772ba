using Standfast.Policy.Phishing;

namespace Standfast.Tests.Policy.Phishing;

public sealed class WebAddressTests
{
    [Theory]
    [InlineData("https://Example.ORG./a?b#c", "example.org", "/a?b#c")]
    [InlineData("HTTPS:\\\\example.org\\a", "example.org", "\\a")]
    [InlineData("https:example.org", "example.org", "")]
    [InlineData("ht\ntps://exa\tmple.org/", "example.org", "/")]
    [InlineData("https://a%2Eexample.org/", "a.example.org", "/")]
    [InlineData("http://user:pass@example.org:8080/x", "example.org", "/x")]
    [InlineData("http://[2001:db8::1]:80/", "[2001:db8::1]", "/")]
    [InlineData("https://xn--mnchen-3ya.example", "münchen.example", "")]
    public void TryParse_ReadsAsABrowserDoes(string link, string host, string rest)
    {
        Assert.True(WebAddress.TryParse(link, out var address));
        Assert.Equal((host, rest), (address.Host, address.Rest));
    }

    [Theory]
    [InlineData("http://127.1/", "127.0.0.1", true)]
    [InlineData("http://2130706433/", "127.0.0.1", true)]
    [InlineData("http://0x7f.0.0.1/", "127.0.0.1", true)]
    [InlineData("http://0177.0.0.1/", "127.0.0.1", true)]
    [InlineData("http://127.0.0.1/", "127.0.0.1", false)]
    [InlineData("http://[::1]/", "::1", false)]
    [InlineData("http://256.0.0.1/", null, false)]
    [InlineData("http://1.2.3.4.5/", null, false)]
    [InlineData("http://1and1.example/", null, false)]
    public void Address_IsFound_HoweverItIsWritten(string link, string? address, bool isDisguised)
    {
        Assert.True(WebAddress.TryParse(link, out var read));
        Assert.Equal((address, isDisguised), (read.Address?.ToString(), read.IsAddressDisguised));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/path")]
    [InlineData("https://")]
    [InlineData("a b:c")]
    [InlineData("1http://x")]
    public void TryParse_RefusesWhatHasNoHost(string link) => Assert.False(WebAddress.TryParse(link, out _));

    // RFC 3492 §7.1: (A) Arabic, (D) Czech, (L) Japanese with ASCII; and labels of use.
    [Theory]
    [InlineData("egbpdaj6bu4bxfgehfvwxn", "ليهمابتكلموشعربي؟")]
    [InlineData("Proprostnemluvesky-uyb24dma41a", "Pročprostěnemluvíčesky")]
    [InlineData("3B-ww4c5e180e575a65lsy2b", "3年B組金八先生")]
    [InlineData("mnchen-3ya", "münchen")]
    public void Punycode_IsDecoded(string encoded, string decoded)
    {
        Assert.True(Punycode.TryDecode(encoded, out var text));
        Assert.Equal(decoded, text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("99999999")]
    [InlineData("a-é")]
    public void Punycode_ThatIsNone_IsRefused(string encoded) => Assert.False(Punycode.TryDecode(encoded, out _));

    [Fact]
    public void Nonsense_NeverThrows()
    {
        var random = new Random(5);
        const string Characters = "htps:/\\@[]%.x0n-19aé\u202e \t";
        for (var round = 0; round < 20_000; round++)
        {
            var text = "http:" + string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => Characters[random.Next(Characters.Length)]));
            if (WebAddress.TryParse(text, out var address)) Assert.NotEmpty(address.Scheme);
            if (Punycode.TryDecode(text.AsSpan(5), out var decoded)) Assert.NotEmpty(decoded);
        }
    }
}
