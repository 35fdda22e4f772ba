using Standfast.Policy.Limits;
using Standfast.Tests.Architecture;

namespace Standfast.Tests.Policy.Limits;

public sealed class LimitTextTests
{
    [Theory]
    [InlineData("500 recipients/hour burst 100", "500 recipients/hour burst 100")]
    [InlineData("500/h recipients", "500 recipients/hour")]
    [InlineData("10k messages/d", "10000 messages/day")]
    [InlineData("2G bytes/day burst 1M", "2000000000 bytes/day burst 1000000")]
    [InlineData("unlimited messages/minute", "unlimited messages/minute")]
    [InlineData("5 messages/minute burst 5", "5 messages/minute")]
    public void Rule_IsReadAsPeopleWriteIt(string written, string meant)
    {
        Assert.True(LimitRule.TryParse(written, out var rule));
        Assert.Equal(meant, rule.ToString());
        Assert.True(LimitRule.TryParse(meant, out var again));
        Assert.Equal(rule, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("500")]
    [InlineData("0 messages/day")]
    [InlineData("-5 messages/day")]
    [InlineData("5 letters/day")]
    [InlineData("5 messages/week")]
    [InlineData("5 messages/day burst")]
    [InlineData("5 messages/day burst 0")]
    [InlineData("unlimited messages/day burst 5")]
    [InlineData("9999999G bytes/day")]
    [InlineData("k messages/day")]
    public void Rule_ThatIsNone_IsRefused(string written) => Assert.False(LimitRule.TryParse(written, out _));

    [Theory]
    [InlineData("account:Shop", "account:shop")]
    [InlineData("credential:shop-x", "credential:shop-x")]
    [InlineData("stream:shop/bulk", "stream:shop/bulk")]
    [InlineData("stream:shop", null)]
    [InlineData("shop", null)]
    [InlineData("account:", null)]
    [InlineData("account:a b", null)]
    [InlineData("other:shop", null)]
    public void Object_IsScopeAndName(string written, string? meant) => Assert.Equal(meant, LimitObject.TryParse(written, out var limited) ? limited.ToString() : null);

    [Fact]
    public void Data_IsWithoutMistakes()
    {
        var (plans, wrong) = RampPlans.ReadFolder(Path.Combine(Repository.Root, "data", "ramps"));
        Assert.Empty(wrong);
        Assert.Equal(2_000, plans.At(RampPlans.Account, TimeSpan.Zero)!.Recipients);
        Assert.Null(plans.At(RampPlans.Account, TimeSpan.FromDays(60)));
        var (domains, mistakes) = ProviderDomains.ReadFolder(Path.Combine(Repository.Root, "data", "mailbox-domains"));
        Assert.Empty(mistakes);
        Assert.Equal("gmail", domains.Find(Standfast.Mail.DomainName.Parse("GoogleMail.com")));
        var profiles = File.ReadAllText(Path.Combine(Repository.Root, "data", "providers", "global.toml")) + string.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "data", "providers")).Select(File.ReadAllText));
        Assert.All(domains.Names, name => Assert.Contains($"name = \"{name}\"", profiles, StringComparison.Ordinal));
    }

    [Fact]
    public void Mistakes_AreNamed()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(folder, "a.toml"), "version = 2\n[[ramp]]\nname = \"off\"\nrecipients = [0]\n");
        var (_, mistakes) = RampPlans.ReadFolder(folder);
        Directory.Delete(folder, recursive: true);
        Assert.Equal(6, mistakes.Count);
        Assert.Equal("a.toml: version must be 1", mistakes[0]);
    }
}
