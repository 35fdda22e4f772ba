using Microsoft.Extensions.Time.Testing;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Reputation.Blocklists;
using Standfast.Reputation.Identity;
using Standfast.Tests.Architecture;

namespace Standfast.Tests.Reputation.Identity;

public sealed class QuotedListsTests
{
    private static readonly SpoolId s_message = SpoolId.TryParse("01ARZ3NDEKTSV4RRFFQ69G5FAV", out var id) ? id : default;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private readonly MemoryListingStore _store = new();
    private readonly BlocklistCatalogue _catalogue = BlocklistFiles.ReadFolder(Path.Combine(Repository.Root, "data", "blocklists")).Catalogue;
    private readonly List<string> _hastened = [];

    [Theory]
    [InlineData("550 5.7.1 Service unavailable, Client host [192.0.2.7] blocked using Spamhaus. To request removal see https://www.spamhaus.org/query/ip/192.0.2.7 AS(1430)", "spamhaus-zen")]
    [InlineData("554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org", "spamhaus-zen")]
    [InlineData("550 5.7.1 Domain listed at dbl.spamhaus.org", "spamhaus-dbl")]
    [InlineData("554 Blocked - see https://www.spamcop.net/bl.shtml?192.0.2.7", "spamcop")]
    [InlineData("550 http://www.barracudacentral.org/rbl/removal-request/192.0.2.7", "barracuda")]
    [InlineData("550 5.1.1 no such user", null)]
    public void Find_NamesTheList(string text, string? list) => Assert.Equal(list, Quotes().Find(text)?.Id);

    [Fact]
    public void Refusals_CountByProvider_ForAWeek_AndOverARestart()
    {
        var quotes = Quotes();
        quotes.Observe([Refused("outlook", "550 blocked using zen.spamhaus.org"), Refused("outlook", "550 blocked using zen.spamhaus.org"), Refused("gmx", "554 listed at spamhaus"), Refused("gmx", "550 no such user")]);
        Assert.Equal((2, 0), (quotes.ProvidersOf("spamhaus-zen"), quotes.ProvidersOf("spamcop")));
        Assert.Equal(["spamhaus-zen", "spamhaus-zen", "spamhaus-zen"], _hastened);
        quotes.Save();
        Assert.Equal(2, Quotes().ProvidersOf("spamhaus-zen"));
        Assert.Equal(2, _store.Quotes[("spamhaus-zen", "outlook")].Count);
        _time.Advance(TimeSpan.FromDays(7.1));
        Assert.Equal(0, quotes.ProvidersOf("spamhaus-zen"));
    }

    [Fact]
    public void Delivered_IsNoRefusal()
    {
        var quotes = Quotes();
        quotes.Observe([Refused("outlook", "250 ok, not listed at zen.spamhaus.org") with { Kind = MailEventKind.Delivered }]);
        Assert.Empty(quotes.All);
    }

    [Fact]
    public void ManyProviders_DoNotGrowTheMemory()
    {
        var quotes = Quotes();
        for (var index = 0; index < 5_000; index++) quotes.Observe([Refused($"p{index}", "550 spamcop")]);
        Assert.Equal(2_000, quotes.All.Count);
    }

    private MailEvent Refused(string provider, string text) => new(s_message, _time.GetUtcNow(), MailEventKind.Bounced) { Detail = text, Attempt = new AttemptDetail(1, "mx.example", null, null, "rcpt") { Provider = provider } };

    private QuotedLists Quotes()
    {
        var quotes = new QuotedLists(_catalogue.Lists, _store, (_, _, _) => true, _time);
        quotes.Quoted += list => _hastened.Add(list.Id);
        return quotes;
    }
}
