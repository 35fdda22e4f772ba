using System.Net;
using Microsoft.Extensions.Time.Testing;
using Standfast.Mail;
using Standfast.Reputation.Blocklists;
using Standfast.Reputation.Identity;
using Standfast.Tests.Architecture;
using Standfast.Tests.Queue;
using Standfast.Tests.Reputation.Blocklists;

namespace Standfast.Tests.Reputation.Identity;

public sealed class BlocklistMonitorTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private readonly ListNames _names = new();
    private readonly MemoryListingStore _store = new();
    private readonly BlocklistCatalogue _catalogue = BlocklistFiles.ReadFolder(Path.Combine(Repository.Root, "data", "blocklists")).Catalogue;
    private readonly List<StandingNews> _news = [];
    private readonly List<ListingSubject> _subjects = [ListingSubject.Of(IPAddress.Parse("192.0.2.7"))];
    private int _providers;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public BlocklistMonitorTests()
    {
        foreach (var zone in (string[])["zen.spamhaus.org", "bl.spamcop.net", "psbl.surriel.com", "dnsbl-1.uceprotect.net"]) _names.Add($"2.0.0.127.{zone}", "127.0.0.2");
        _names.Add("dbltest.com.dbl.spamhaus.org", "127.0.1.2");
    }

    [Fact]
    public async Task NewListing_OfAGreatList_IsAnIncident_AndItsEndIsTold()
    {
        var monitor = Monitor("spamhaus-zen");
        await monitor.CheckNowAsync(Stop);
        Assert.Empty(monitor.Listings);
        _names.Add("7.2.0.192.zen.spamhaus.org", "127.0.0.3");
        _names.AddText("7.2.0.192.zen.spamhaus.org", "see https://check.spamhaus.org/");
        _time.Advance(TimeSpan.FromMinutes(30));
        await monitor.CheckNowAsync(Stop);
        var listing = Assert.Single(monitor.Listings);
        Assert.Equal(("spamhaus-zen", "192.0.2.7", _time.GetUtcNow(), (DateTimeOffset?)null), (listing.List, listing.Subject, listing.FirstSeen, listing.Ended));
        var news = Assert.Single(_news);
        Assert.Equal((NewsLevel.Incident, false, "SF-9401", "spamhaus-zen", "blocklist", "address=192.0.2.7"), (news.Level, news.IsOver, news.FindingId, news.Counterparty, news.Cause, news.Scope));
        Assert.Contains("see https://check.spamhaus.org/", news.Text, StringComparison.Ordinal);
        Assert.Contains("https://check.spamhaus.org/", news.NextStep, StringComparison.Ordinal);
        // Seen again, told once.
        _time.Advance(TimeSpan.FromMinutes(30));
        await monitor.CheckNowAsync(Stop);
        Assert.Single(_news);
        Assert.Equal(_time.GetUtcNow(), Assert.Single(monitor.Listings).LastSeen);
        _names.Remove("7.2.0.192.zen.spamhaus.org");
        _time.Advance(TimeSpan.FromMinutes(30));
        await monitor.CheckNowAsync(Stop);
        Assert.Equal(_time.GetUtcNow(), Assert.Single(monitor.Listings).Ended);
        Assert.True(_news[^1] is { IsOver: true, Level: NewsLevel.Incident });
    }

    [Fact]
    public async Task Listing_IsKnownAndToldOnce_OverARestart()
    {
        _names.Add("7.2.0.192.zen.spamhaus.org", "127.0.0.3");
        await Monitor("spamhaus-zen").CheckNowAsync(Stop);
        _time.Advance(TimeSpan.FromHours(1));
        var again = Monitor("spamhaus-zen");
        Assert.Single(again.Listings);
        await again.CheckNowAsync(Stop);
        Assert.Single(_news);
        Assert.Equal(_time.GetUtcNow() - TimeSpan.FromHours(1), Assert.Single(_store.Listings.Values).FirstSeen);
    }

    [Fact]
    public async Task ListThatCannotBeChecked_EndsNoListing()
    {
        _names.Add("7.2.0.192.zen.spamhaus.org", "127.0.0.3");
        var monitor = Monitor("spamhaus-zen");
        await monitor.CheckNowAsync(Stop);
        _names.Add("7.2.0.192.zen.spamhaus.org", "127.255.255.254");
        _time.Advance(TimeSpan.FromHours(1));
        var check = Assert.Single(await monitor.CheckNowAsync(Stop));
        Assert.IsType<ListVerdict.CannotCheck>(check.Verdict);
        Assert.Null(Assert.Single(monitor.Listings).Ended);
        Assert.Single(_news);
    }

    [Fact]
    public async Task SmallList_IsShownOnly_UntilProvidersRefuseMailForIt()
    {
        _names.Add("7.2.0.192.dnsbl-1.uceprotect.net", "127.0.0.2");
        var monitor = Monitor("uceprotect-1");
        await monitor.CheckNowAsync(Stop);
        Assert.Empty(_news);
        Assert.Equal(0.02, monitor.WeightOf(Assert.Single(monitor.Listings)));
        _providers = 1;
        _time.Advance(TimeSpan.FromMinutes(30));
        await monitor.CheckNowAsync(Stop);
        Assert.Equal(NewsLevel.Warning, Assert.Single(_news).Level);
        _providers = 2;
        _time.Advance(TimeSpan.FromMinutes(30));
        await monitor.CheckNowAsync(Stop);
        Assert.Equal(NewsLevel.Incident, _news[^1].Level);
    }

    [Theory]
    [InlineData(1, ListingSeverity.Critical, 0, NewsLevel.Incident)]
    [InlineData(1, ListingSeverity.High, 0, NewsLevel.Incident)]
    [InlineData(1, ListingSeverity.Low, 0, NewsLevel.Warning)]
    [InlineData(2, ListingSeverity.Critical, 0, NewsLevel.Warning)]
    [InlineData(2, ListingSeverity.High, 1, NewsLevel.Incident)]
    [InlineData(3, ListingSeverity.Critical, 0, NewsLevel.Shown)]
    [InlineData(3, ListingSeverity.Info, 0, NewsLevel.Shown)]
    [InlineData(3, ListingSeverity.Low, 2, NewsLevel.Incident)]
    public void Weight_DecidesWhoIsTold(int tier, ListingSeverity severity, int providers, NewsLevel level) => Assert.Equal(level, ListingWeight.LevelOf(ListingWeight.Of(tier, severity, providers)));

    [Fact]
    public async Task Loop_AsksEachPairOncePerInterval_AndNeverInABurst()
    {
        _subjects.Add(ListingSubject.Of(IPAddress.Parse("192.0.2.8")));
        _subjects.Add(ListingSubject.Of(DomainName.Parse("shop.de")));
        var monitor = Monitor("spamhaus-zen", "spamcop", "psbl", "spamhaus-dbl");
        var times = new List<(DateTimeOffset At, int Count)>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var running = monitor.RunAsync(stop.Token);
        for (var second = 0; second < 3 * 3600; second++)
        {
            var before = _names.Asked.Count;
            _time.Advance(TimeSpan.FromSeconds(1));
            if (_names.Asked.Count > before) times.Add((_time.GetUtcNow(), _names.Asked.Count - before));
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        var asked = _names.Asked.Count(name => name == "7.2.0.192.bl.spamcop.net");
        Assert.InRange(asked, 5, 6);
        Assert.InRange(_names.Asked.Count(name => name == "shop.de.dbl.spamhaus.org"), 5, 6);
        // A question, with the test of its list before it.
        Assert.All(times, time => Assert.InRange(time.Count, 1, 4));
        // Domains are not asked of lists of addresses, nor addresses of lists of domains.
        Assert.DoesNotContain(_names.Asked, name => name.StartsWith("shop.de.zen", StringComparison.Ordinal) || name == "7.2.0.192.dbl.spamhaus.org");
    }

    [Fact]
    public async Task ShortInterval_IsKept_ByTheLoopAndByRequest()
    {
        var quick = _catalogue.Find("spamcop")! with { Every = TimeSpan.FromSeconds(1), Daily = null };
        var monitor = new BlocklistMonitor([new BlocklistClient(quick, null, _names, _time)], () => _subjects, _store, _ => 0, TimeSpan.FromSeconds(2), _time, new Random(1));
        int Asked() => _names.Asked.Count(name => name == "7.2.0.192.bl.spamcop.net");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var running = monitor.RunAsync(stop.Token);
        for (var second = 0; second < 60; second++) _time.Advance(TimeSpan.FromSeconds(1));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.InRange(Asked(), 12, 30);

        var before = Asked();
        await monitor.CheckNowAsync(Stop);
        _time.Advance(TimeSpan.FromSeconds(1));
        await monitor.CheckNowAsync(Stop);
        Assert.InRange(Asked(), before, before + 1);
        _time.Advance(TimeSpan.FromSeconds(3));
        await monitor.CheckNowAsync(Stop);
        Assert.InRange(Asked(), before + 1, before + 2);
    }

    [Fact]
    public async Task Operator_ThatWantsLongerPauses_GetsThem()
    {
        var slow = _catalogue.Find("spamcop")! with { Every = TimeSpan.FromHours(2), Daily = null };
        var few = _catalogue.Find("psbl")! with { Daily = 8 };
        var monitor = new BlocklistMonitor([new BlocklistClient(slow, null, _names, _time), new BlocklistClient(few, null, _names, _time)], () => _subjects, _store, _ => 0, TimeSpan.FromMinutes(30), _time, new Random(1));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var running = monitor.RunAsync(stop.Token);
        for (var minute = 0; minute < 2 * 12 * 60; minute++) _time.Advance(TimeSpan.FromSeconds(30));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.InRange(_names.Asked.Count(name => name == "7.2.0.192.bl.spamcop.net"), 5, 6);
        // 8 a day: every 3 h.
        Assert.InRange(_names.Asked.Count(name => name == "7.2.0.192.psbl.surriel.com"), 3, 4);
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    public async Task ListIsAsked_AsOftenAsEver_WhenTheWallClockIsSet(int days)
    {
        var clock = new JumpingClock(_time);
        var monitor = new BlocklistMonitor([new BlocklistClient(_catalogue.Find("spamcop")!, null, _names, clock)], () => _subjects, _store, _ => 0, TimeSpan.FromMinutes(30), clock, new Random(1));
        int Asked() => _names.Asked.Count(name => name == "7.2.0.192.bl.spamcop.net");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var running = monitor.RunAsync(stop.Token);
        for (var second = 0; second < 3600; second++) _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, Asked());
        clock.Offset = TimeSpan.FromDays(days);
        for (var second = 0; second < 3600; second++) _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(4, Asked());
        // By request and by a provider's word it is the steady clock, too.
        clock.Offset = TimeSpan.Zero;
        await monitor.CheckNowAsync(Stop);
        var before = Asked();
        clock.Offset = TimeSpan.FromDays(days);
        await monitor.CheckNowAsync(Stop);
        Assert.Equal(before, Asked());
        _time.Advance(TimeSpan.FromMinutes(2));
        await monitor.CheckNowAsync(Stop);
        Assert.Equal(before + 1, Asked());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task QuotedList_IsAskedAtOnce_ButNotSoonerThanItsOperatorAllows()
    {
        var monitor = Monitor("spamcop");
        await monitor.CheckNowAsync(Stop);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var running = monitor.RunAsync(stop.Token);
        monitor.Hasten(_catalogue.Find("spamcop")!);
        var asked = _names.Asked.Count;
        for (var second = 0; second < 14 * 60; second += 10) _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(asked, _names.Asked.Count);
        for (var second = 0; second < 2 * 60; second += 10) _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(asked + 1, _names.Asked.Count);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task AddressThatIsOursNoMore_EndsItsListing()
    {
        _names.Add("7.2.0.192.zen.spamhaus.org", "127.0.0.3");
        var monitor = Monitor("spamhaus-zen");
        await monitor.CheckNowAsync(Stop);
        _subjects.Clear();
        Assert.Empty(await monitor.CheckNowAsync(Stop));
        Assert.NotNull(Assert.Single(monitor.Listings).Ended);
        Assert.True(_news[^1].IsOver);
        _time.Advance(TimeSpan.FromDays(91));
        await monitor.CheckNowAsync(Stop);
        Assert.Empty(monitor.Listings);
        Assert.Empty(_store.Listings);
    }

    [Fact]
    public async Task FullDisk_LosesNothing()
    {
        _names.Add("7.2.0.192.zen.spamhaus.org", "127.0.0.3");
        var monitor = Monitor("spamhaus-zen");
        var faults = 0;
        monitor.NotWritten += _ => faults++;
        _store.IsBroken = true;
        await monitor.CheckNowAsync(Stop);
        Assert.Equal(1, faults);
        Assert.Single(_news);
        _store.IsBroken = false;
        _names.Failing.Add("zen.spamhaus.org");
        _time.Advance(TimeSpan.FromMinutes(30));
        await monitor.CheckNowAsync(Stop);
        Assert.Single(_store.Listings);
    }

    private BlocklistMonitor Monitor(params string[] lists)
    {
        var monitor = new BlocklistMonitor([.. lists.Select(id => new BlocklistClient(_catalogue.Find(id)!, null, _names, _time))], () => _subjects, _store, _ => _providers, TimeSpan.FromMinutes(30), _time, new Random(1));
        monitor.News += _news.Add;
        return monitor;
    }
}
