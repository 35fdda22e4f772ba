using Standfast.Mail;

namespace Standfast.Tests.Policy.Limits;

public sealed class LimitCheckTests
{
    [Theory]
    [InlineData("credential:shop-x", "credential shop-x")]
    [InlineData("account:shop", "account shop")]
    [InlineData("stream:shop/bulk", "stream shop/bulk")]
    [InlineData("domain:shop.example", "domain shop.example")]
    [InlineData("source:default", "source default")]
    [InlineData("provider:example.net", "provider example.net")]
    public async Task EachKind_HasItsLimits_AndSaysWhoseItIs(string limited, string named)
    {
        using var test = new CheckUnderTest();
        test.Set(limited, "500 recipients/hour");
        Assert.Null(await test.SendAsync(500));
        Assert.Equal($"451 4.7.1 SF-2001 {named}: 500 recipients per hour are used up, 0 left; 500 more at 13:01 UTC", await test.SendAsync());
    }

    [Fact]
    public async Task Reply_SaysWhatIsLeft_WhereTheMessageNeedsMore_AndTheDayWhereItIsAnother()
    {
        using var test = new CheckUnderTest();
        test.Set("account:shop", "1000 messages/day, 300 bytes/minute burst 200");
        Assert.Equal("550 5.7.1 SF-2003 account shop: this message needs 201 bytes, more than may ever go at once: 300 bytes/minute burst 200; send it to fewer recipients at a time, or have the limit raised", await test.SendAsync(octets: 201));
        Assert.Null(await test.SendAsync(octets: 150));
        Assert.Equal("451 4.7.1 SF-2001 account shop: 300 bytes per minute (200 at once) are nearly used up, 50 left and 60 needed; 10 more at 12:01 UTC", await test.SendAsync(octets: 60));
        test.Set("account:shop", "unlimited bytes/minute, 2 messages/day");
        Assert.Null(await test.SendAsync());
        Assert.Equal("451 4.7.1 SF-2001 account shop: 2 messages per day are used up, 0 left; 2 more at 2026-11-27 12:24 UTC", await test.SendAsync());
    }

    [Fact]
    public async Task Provider_CountsItsOwnRecipients_UnderAllItsDomains()
    {
        using var test = new CheckUnderTest("provider", "10 recipients/hour");
        List<EmailAddress> mixed = [.. Enumerable.Range(0, 5).SelectMany(number => new[] { "gmail.com", "googlemail.com", "example.net" }.Select(domain => EmailAddress.Parse($"a{number}@{domain}")))];
        Assert.Null(await test.SendAsync(mixed));
        Assert.Contains("SF-2001 provider gmail: 10 recipients per hour are used up, 0 left", await test.SendAsync(1, "googlemail.com"), StringComparison.Ordinal);
        // Domains that belong to no provider have no default: nobody could count them all.
        Assert.Null(await test.SendAsync(100));
        test.Set("provider:example.net", "3 recipients/hour");
        Assert.Contains("SF-2003 provider example.net", await test.SendAsync(4), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Default_HoldsForEachByItself_AndIsReplacedByWhatIsSet()
    {
        using var test = new CheckUnderTest("account", "2 messages/hour, 100 recipients/day");
        foreach (var account in (string[])["shop", "other"])
        {
            Assert.Null(await test.SendAsync(account: account));
            Assert.Null(await test.SendAsync(account: account));
            Assert.NotNull(await test.SendAsync(account: account));
        }

        test.Set("account:shop", "unlimited messages/hour");
        Assert.Null(await test.SendAsync(98));
        Assert.Contains("100 recipients per day", await test.SendAsync(), StringComparison.Ordinal);
        Assert.Contains("2 messages per hour", await test.SendAsync(account: "other"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credential_HasItsOwnRate_AndTheLowerOfTwoHolds()
    {
        using var test = new CheckUnderTest { Rate = 5 };
        Assert.Null(await test.SendAsync(5));
        Assert.Contains("credential shop-x: 5 recipients per hour", await test.SendAsync(), StringComparison.Ordinal);
        test.Set("credential:shop-x", "50 recipients/hour");
        Assert.Contains("credential shop-x: 5 recipients per hour", await test.SendAsync(), StringComparison.Ordinal);
        test.Rate = 500;
        Assert.Null(await test.SendAsync(45));
        Assert.Contains("credential shop-x: 50 recipients per hour", await test.SendAsync(), StringComparison.Ordinal);
        Assert.Null(await test.SendAsync(hasCredential: false));
    }

    [Fact]
    public async Task Rcpt_IsRefused_OnlyWhereNothingIsLeft()
    {
        using var test = new CheckUnderTest();
        test.Set("account:shop", "10 recipients/hour");
        test.Set("provider:gmail", "2 recipients/hour");
        Assert.Null(await test.SendAsync(2, "gmail.com"));
        Assert.StartsWith("451 4.7.1 SF-2001 provider gmail: 2 recipients per hour are used up, 0 left; 2 more at ", test.Ask("me@googlemail.com"), StringComparison.Ordinal);
        Assert.Null(test.Ask("me@example.net"));
        Assert.Null(await test.SendAsync(7));
        Assert.Null(test.Ask("me@example.net"));
        Assert.Null(await test.SendAsync());
        Assert.NotNull(test.Ask("me@example.net"));
    }
}
