using Standfast.Policy.Phishing;

namespace Standfast.Tests.Policy.Phishing;

public sealed class BrandsAndHostsTests
{
    [Theory]
    [InlineData("pаypаl", "paypal")]
    [InlineData("ｐａｙｐａｌ", "paypal")]
    [InlineData("𝗽𝗮𝘆𝗽𝗮𝗹", "paypal")]
    [InlineData("päypâl", "paypal")]
    [InlineData("pay\u200bpal", "paypal")]
    [InlineData("p̷a̷y̷p̷a̷l̷", "paypal")]
    [InlineData("ΑΜΑΖΟΝ", "amazon")]
    [InlineData("Straße", "strasse")]
    [InlineData("日本", "日本")]
    public void Skeleton_IsWhatAReaderSees(string text, string seen) => Assert.Equal(seen, PhishingCases.Knowledge.Confusables.Skeleton(text));

    [Theory]
    [InlineData("pаypal", true)]
    [InlineData("googlе", true)]
    [InlineData("münchen", false)]
    [InlineData("пример", false)]
    [InlineData("ελλάδα", false)]
    [InlineData("日本カメラabc", false)]
    [InlineData("카카오1", false)]
    [InlineData("abc-123", false)]
    public void MixedScripts_AreSeen(string label, bool isMixed) => Assert.Equal(isMixed, Confusables.MixesScripts(label));

    [Theory]
    [InlineData("www.example.com", "example.com")]
    [InlineData("a.b.example.co.uk", "example.co.uk")]
    [InlineData("example.co.uk", "example.co.uk")]
    [InlineData("me.github.io", "me.github.io")]
    [InlineData("a.me.github.io", "me.github.io")]
    [InlineData("x.blob.core.windows.net", "x.blob.core.windows.net")]
    [InlineData("www.com.example", "com.example")]
    [InlineData("localhost", "localhost")]
    public void RegisteredName_IsTheOwnersPart(string host, string registered) => Assert.Equal(registered, PhishingCases.Knowledge.Hosts.RegisteredOf(host));

    [Theory]
    [InlineData("paypal.com", "PayPal")]
    [InlineData("paypal.de", "PayPal")]
    [InlineData("amazon.co.uk", "Amazon")]
    [InlineData("amazon-shop.com", null)]
    [InlineData("notpaypal.com", null)]
    [InlineData("github.com", "Microsoft")]
    public void Domain_BelongsToItsBrand(string registered, string? brand) => Assert.Equal(brand, PhishingCases.Knowledge.Brands.OwnerOf(registered)?.Name);

    [Fact]
    public void EveryBrand_OwnsItsDomains_AndIsNotItsOwnLookAlike()
    {
        var brands = PhishingCases.Knowledge.Brands;
        Assert.True(brands.All.Count >= 120);
        foreach (var brand in brands.All)
        {
            foreach (var domain in brand.Domains.Where(domain => domain.Contains('.') && !domain.EndsWith(".*", StringComparison.Ordinal))) Assert.NotNull(brands.OwnerOf(domain));
            foreach (var word in brand.Words) Assert.True(brands.LookAlike(word) is null && brands.Typo(word) is null, word);
        }
    }

    [Theory]
    [InlineData("paypal", "paypall", true)]
    [InlineData("paypal", "papyal", true)]
    [InlineData("paypal", "pypal", true)]
    [InlineData("paypal", "baypal", true)]
    [InlineData("paypal", "paypal", false)]
    [InlineData("paypal", "paypol1", false)]
    [InlineData("paypal", "aypalp", false)]
    public void OneEdit(string left, string right, bool isOne) => Assert.Equal(isOne, BrandCatalogue.IsOneEditApart(left, right));

    [Fact]
    public void DamagedFiles_AreReported_EachMistakeByItself()
    {
        var folder = Directory.CreateTempSubdirectory("standfast-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "brands.toml"), "version = 1\nsource = \"x\"\ndate = \"y\"\n[[brand]]\nname = \"A\"\nwords = [\"x\"]\ndomains = []\n");
            File.WriteAllText(Path.Combine(folder, "hosts.toml"), "version = 2\nshared = [1]\n");
            File.WriteAllText(Path.Combine(folder, "phrases.toml"), "not toml");
            var (_, mistakes) = PhishingFiles.ReadFolder(folder);
            Assert.Contains(mistakes, mistake => mistake.Contains("\"x\" must be a word", StringComparison.Ordinal));
            Assert.Contains(mistakes, mistake => mistake.StartsWith("hosts.toml: version must be 1", StringComparison.Ordinal));
            Assert.Contains(mistakes, mistake => mistake.StartsWith("phrases.toml:", StringComparison.Ordinal));
            Assert.Contains(mistakes, mistake => mistake.StartsWith("confusables.toml:", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
