using System.Net;
using Microsoft.Extensions.Time.Testing;
using Standfast.Mail;
using Standfast.Reputation.Blocklists;
using Standfast.Tests.Architecture;

namespace Standfast.Tests.Reputation.Blocklists;

public sealed class BlocklistClientTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private readonly ListNames _names = new();
    private readonly BlocklistCatalogue _catalogue = BlocklistFiles.ReadFolder(Path.Combine(Repository.Root, "data", "blocklists")).Catalogue;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static ListingSubject Ours { get; } = ListingSubject.Of(IPAddress.Parse("192.0.2.7"));

    public BlocklistClientTests() => _names.Add("2.0.0.127.zen.spamhaus.org", "127.0.0.2", "127.0.0.4", "127.0.0.10");

    [Fact]
    public async Task ListedAddress_ComesWithItsMeaningAndTheListsText()
    {
        _names.Add("7.2.0.192.zen.spamhaus.org", "127.0.0.3", "127.0.0.10");
        _names.AddText("7.2.0.192.zen.spamhaus.org", "Listed by CSS,\r\nsee https://check.spamhaus.org/");
        var listed = Assert.IsType<ListVerdict.Listed>(await Client("spamhaus-zen").AskAsync(Ours, Stop));
        Assert.Equal(["127.0.0.10", "127.0.0.3"], listed.Codes);
        Assert.Equal(ListingSeverity.Critical, listed.Severity);
        Assert.Contains("CSS", listed.Meaning, StringComparison.Ordinal);
        Assert.Contains("PBL", listed.Meaning, StringComparison.Ordinal);
        Assert.Equal("Listed by CSS,  see https://check.spamhaus.org/", listed.Reason);
    }

    [Fact]
    public async Task UnlistedAddress_IsUnlisted()
    {
        Assert.IsType<ListVerdict.Unlisted>(await Client("spamhaus-zen").AskAsync(Ours, Stop));
        Assert.Equal(["1.0.0.127.zen.spamhaus.org", "2.0.0.127.zen.spamhaus.org", "7.2.0.192.zen.spamhaus.org"], _names.Asked);
    }

    [Theory]
    [InlineData("127.255.255.254", "public/open resolver")]
    [InlineData("127.255.255.255", "too many queries")]
    [InlineData("127.255.255.1", "the question is refused")]
    [InlineData("203.0.113.9", "which no list does")]
    [InlineData("::1", "which no list does")]
    public async Task ErrorAnswer_IsNoListing_AndTheListIsLeftAloneForAWhile(string answer, string reason)
    {
        _names.Add("7.2.0.192.zen.spamhaus.org", answer);
        var client = Client("spamhaus-zen");
        Assert.Contains(reason, Assert.IsType<ListVerdict.CannotCheck>(await client.AskAsync(Ours, Stop)).Reason, StringComparison.Ordinal);
        var asked = _names.Asked.Count;
        Assert.IsType<ListVerdict.CannotCheck>(await client.AskAsync(ListingSubject.Of(IPAddress.Parse("192.0.2.8")), Stop));
        Assert.Equal(asked, _names.Asked.Count);
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.IsType<ListVerdict.Unlisted>(await client.AskAsync(ListingSubject.Of(IPAddress.Parse("192.0.2.8")), Stop));
    }

    [Fact]
    public async Task Surbl_SaysWithItsFirstBit_ThatItRefusesTheResolver()
    {
        _names.Wildcards["multi.surbl.org"] = "127.0.0.1";
        Assert.Contains("blocked for this resolver", Assert.IsType<ListVerdict.CannotCheck>(await Client("surbl-multi").AskAsync(ListingSubject.Of(DomainName.Parse("shop.de")), Stop)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.2", "would list everybody")]
    [InlineData("203.0.113.9", "would list everybody")]
    [InlineData("127.255.255.254", "public/open resolver")]
    public async Task ParkedZone_ThatAnswersEverything_IsNotTrusted(string answer, string problem)
    {
        _names.Remove("2.0.0.127.zen.spamhaus.org");
        _names.Wildcards["zen.spamhaus.org"] = answer;
        var client = Client("spamhaus-zen");
        Assert.Contains(problem, Assert.IsType<ListVerdict.CannotCheck>(await client.AskAsync(Ours, Stop)).Reason, StringComparison.Ordinal);
        Assert.Contains(problem, client.State.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("7.2.0.192.zen.spamhaus.org", _names.Asked);
    }

    [Fact]
    public async Task ZoneThatWasGivenUp_ListsNobody_AndIsSeenByItsTestPoint()
    {
        Assert.Contains("does not list its test point", Assert.IsType<ListVerdict.CannotCheck>(await Client("spamcop").AskAsync(Ours, Stop)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestPoints_AreAskedAgainEverySixHours()
    {
        var client = Client("spamhaus-zen");
        await client.AskAsync(Ours, Stop);
        _names.Wildcards["zen.spamhaus.org"] = "127.0.0.2";
        _time.Advance(TimeSpan.FromHours(6));
        Assert.IsType<ListVerdict.CannotCheck>(await client.AskAsync(Ours, Stop));
    }

    [Fact]
    public async Task FailingList_CannotBeChecked()
    {
        var client = Client("spamhaus-zen");
        await client.AskAsync(Ours, Stop);
        _names.Failing.Add("zen.spamhaus.org");
        Assert.Equal("it does not answer: SERVFAIL", Assert.IsType<ListVerdict.CannotCheck>(await client.AskAsync(Ours, Stop)).Reason);
    }

    [Fact]
    public async Task SilentList_HoldsNobodyUpLongerThanAMinute()
    {
        _names.Silent.Add("zen.spamhaus.org");
        var ask = Client("spamhaus-zen").AskAsync(Ours, Stop);
        Assert.False(ask.IsCompleted);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<ListVerdict.CannotCheck>(await ask);
    }

    [Fact]
    public async Task Ipv6_IsAskedByNibbles()
    {
        _names.Add("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.zen.spamhaus.org", "127.0.0.2");
        Assert.IsType<ListVerdict.Listed>(await Client("spamhaus-zen").AskAsync(ListingSubject.Of(IPAddress.Parse("2001:db8::1")), Stop));
    }

    [Fact]
    public async Task Domain_IsAskedWithThoseAboveIt()
    {
        _names.Add("dbltest.com.dbl.spamhaus.org", "127.0.1.2");
        _names.Add("shop.de.dbl.spamhaus.org", "127.0.1.104");
        var listed = Assert.IsType<ListVerdict.Listed>(await Client("spamhaus-dbl").AskAsync(ListingSubject.Of(DomainName.Parse("mail.shop.de")), Stop));
        Assert.Equal(("shop.de", ListingSeverity.Critical), (listed.Name, listed.Severity));
        Assert.DoesNotContain("de.dbl.spamhaus.org", _names.Asked);
    }

    [Fact]
    public async Task UndescribedCode_IsAListing()
    {
        _names.Add("7.2.0.192.zen.spamhaus.org", "127.0.0.77");
        Assert.Equal(ListingSeverity.Medium, Assert.IsType<ListVerdict.Listed>(await Client("spamhaus-zen").AskAsync(Ours, Stop)).Severity);
    }

    [Fact]
    public async Task GoodReputation_IsNoListing()
    {
        _names.Add("2.0.0.127.rep.mailspike.net", "127.0.0.10");
        _names.Add("7.2.0.192.rep.mailspike.net", "127.0.0.19");
        Assert.IsType<ListVerdict.Unlisted>(await Client("mailspike-rep").AskAsync(Ours, Stop));
    }

    [Fact]
    public async Task CustomerKey_IsPartOfTheName_AndOfNoMessage()
    {
        _names.Failing.Add("zen.dq.spamhaus.net");
        var client = new BlocklistClient(_catalogue.Find("spamhaus-zen")!, "secretkey", _names, _time);
        Assert.DoesNotContain("secretkey", Assert.IsType<ListVerdict.CannotCheck>(await client.AskAsync(Ours, Stop)).Reason, StringComparison.Ordinal);
        Assert.Contains("1.0.0.127.secretkey.zen.dq.spamhaus.net", _names.Asked);
    }

    private BlocklistClient Client(string id) => new(_catalogue.Find(id)!, null, _names, _time);
}
