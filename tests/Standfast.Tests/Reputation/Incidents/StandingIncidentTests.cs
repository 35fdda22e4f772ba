using System.Net;
using Microsoft.Extensions.Time.Testing;
using Standfast.Recovery;
using Standfast.Reputation.Blocklists;
using Standfast.Reputation.Identity;
using Standfast.Reputation.Incidents;
using Standfast.Tests.Architecture;
using Standfast.Tests.Recovery;
using Standfast.Tests.Reputation.Blocklists;
using Standfast.Tests.Reputation.Identity;

namespace Standfast.Tests.Reputation.Incidents;

/// <summary>A listing that gets mail refused is one incident, from the first look that sees it to the first that does not.</summary>
public sealed class StandingIncidentTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private readonly ListNames _names = new();
    private readonly MemoryListingStore _store = new();
    private readonly BlocklistCatalogue _catalogue = BlocklistFiles.ReadFolder(Path.Combine(Repository.Root, "data", "blocklists")).Catalogue;
    private readonly IncidentBook _book;

    public StandingIncidentTests()
    {
        _book = new IncidentBook(new FakeIncidentStore(), _time);
        _names.Add("2.0.0.127.zen.spamhaus.org", "127.0.0.2");
        _names.Add("2.0.0.127.bl.spamcop.net", "127.0.0.2");
        _names.Add("2.0.0.127.psbl.surriel.com", "127.0.0.2");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Listing_IsOneIncident_WithTheOperatorsWords_AndEndsWithTheListing()
    {
        _names.Add("7.2.0.192.zen.spamhaus.org", "127.0.0.3");
        _names.AddText("7.2.0.192.zen.spamhaus.org", "https://check.spamhaus.org/query/ip/192.0.2.7");
        var monitor = Monitor();
        await CheckAsync(monitor);
        await CheckAsync(monitor);
        var incident = Assert.Single(_book.All);
        Assert.Equal(("spamhaus-zen", "blocklist", "address=192.0.2.7", "request-delisting", "SF-9401", 1L), (incident.Counterparty, incident.Cause, incident.Scope, incident.Action, incident.RuleId, incident.Signals));
        Assert.Equal("https://check.spamhaus.org/query/ip/192.0.2.7 [7.2.0.192.zen.spamhaus.org answers 127.0.0.3; https://check.spamhaus.org/]", Assert.Single(incident.Evidence).Text);
        _names.Remove("7.2.0.192.zen.spamhaus.org");
        await CheckAsync(monitor);
        incident = Assert.Single(_book.All);
        Assert.Equal((IncidentStatus.Resolved, _time.GetUtcNow()), (incident.Status, incident.ResolvedAt));
        Assert.Contains("192.0.2.7 is not on it any more: zen.spamhaus.org", incident.Timeline[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EachListAndObject_IsItsOwn_AndASmallListIsNone()
    {
        foreach (var name in (string[])["7.2.0.192.zen.spamhaus.org", "8.2.0.192.zen.spamhaus.org", "7.2.0.192.bl.spamcop.net", "7.2.0.192.psbl.surriel.com"]) _names.Add(name, "127.0.0.2");
        await CheckAsync(Monitor());
        Assert.Equal(
            ["spamcop address=192.0.2.7", "spamhaus-zen address=192.0.2.7", "spamhaus-zen address=192.0.2.8"],
            _book.All.Select(incident => $"{incident.Counterparty} {incident.Scope}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ListingThatACrashKeptFromTheDisk_IsReportedAgain_AndIsStillOne()
    {
        _names.Add("7.2.0.192.zen.spamhaus.org", "127.0.0.3");
        _store.IsBroken = true;
        await CheckAsync(Monitor());
        Assert.Empty(_store.Listings);
        _store.IsBroken = false;
        await CheckAsync(Monitor());
        Assert.Single(_book.All);
        Assert.Single(_store.Listings);
    }

    private async Task CheckAsync(BlocklistMonitor monitor)
    {
        _time.Advance(TimeSpan.FromMinutes(30));
        await monitor.CheckNowAsync(Stop);
    }

    private BlocklistMonitor Monitor()
    {
        ListingSubject[] subjects = [ListingSubject.Of(IPAddress.Parse("192.0.2.7")), ListingSubject.Of(IPAddress.Parse("192.0.2.8"))];
        BlocklistClient[] lists = [.. ((string[])["spamhaus-zen", "spamcop", "psbl"]).Select(id => new BlocklistClient(_catalogue.Find(id)!, null, _names, _time))];
        var monitor = new BlocklistMonitor(lists, () => subjects, _store, _ => 0, TimeSpan.FromMinutes(30), _time, new Random(1));
        monitor.News += new StandingIncidents(_book).Observe;
        return monitor;
    }
}
