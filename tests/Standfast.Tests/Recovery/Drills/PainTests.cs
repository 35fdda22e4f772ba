using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using Standfast.Recovery;
using Standfast.Reputation.Blocklists;
using Standfast.Reputation.Identity;
using Standfast.Reputation.Incidents;
using Standfast.Tests.Architecture;
using Standfast.Tests.Reputation.Blocklists;
using Standfast.Tests.Reputation.Identity;

namespace Standfast.Tests.Recovery.Drills;

/// <summary>Each of the 20 pains that suspended senders tell of has its drill.</summary>
public sealed partial class PainTests
{
    /// <summary>Those that suspend nobody have drills of their own.</summary>
    private static readonly int[] s_others = [18, 19];

    [Fact]
    public void Pains_AllHaveADrill_AndTheirTableNamesOneThatExists()
    {
        Assert.Equal(Enumerable.Range(1, 20), DrillScenario.All.Select(one => one.Pain).Where(pain => pain > 0).Concat(s_others).Distinct().Order());
        var rows = Row().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "recovery.md"))).ToList();
        Assert.Equal(Enumerable.Range(1, 20), rows.Select(row => int.Parse(row.Groups["pain"].Value, CultureInfo.InvariantCulture)));
        var tests = Directory.GetFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).ToHashSet();
        foreach (var row in rows)
            Assert.All(Name().Matches(row.Groups["where"].Value), name => Assert.Contains(name.Groups[1].Value, tests));
    }

    /// <summary>Pain 18: a list that refuses our resolver answers 127.255.255.254 for everybody. It is not believed, nobody is told of a listing, and the reason is said.</summary>
    [Fact]
    public async Task ListThatRefusesOurResolver_IsNoListing_AndNoIncident()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
        var names = new ListNames();
        names.Add("2.0.0.127.zen.spamhaus.org", "127.0.0.2");
        var incidents = new IncidentBook(new FakeIncidentStore(), time);
        var list = BlocklistFiles.ReadFolder(Path.Combine(Repository.Root, "data", "blocklists")).Catalogue.Find("spamhaus-zen")!;
        var monitor = new BlocklistMonitor([new BlocklistClient(list, null, names, time)], () => [ListingSubject.Of(IPAddress.Parse("192.0.2.7"))], new MemoryListingStore(), _ => 5, TimeSpan.FromMinutes(30), time, new Random(7));
        monitor.News += new StandingIncidents(incidents).Observe;
        await monitor.CheckNowAsync(TestContext.Current.CancellationToken);
        names.Add("7.2.0.192.zen.spamhaus.org", "127.255.255.254");
        for (var round = 0; round < 5; round++)
        {
            time.Advance(TimeSpan.FromHours(1));
            await monitor.CheckNowAsync(TestContext.Current.CancellationToken);
        }

        Assert.Empty(monitor.Listings);
        Assert.Empty(incidents.All);
        Assert.Contains("resolver", Assert.Single(monitor.Lists).Problem, StringComparison.Ordinal);

        // A true answer is believed again.
        names.Remove("7.2.0.192.zen.spamhaus.org");
        names.Add("7.2.0.192.zen.spamhaus.org", "127.0.0.3");
        time.Advance(TimeSpan.FromDays(1));
        await monitor.CheckNowAsync(TestContext.Current.CancellationToken);
        Assert.Equal("spamhaus-zen", Assert.Single(incidents.All).Counterparty);
    }

    [GeneratedRegex(@"^\| (?<pain>[0-9]+) \| [^|]+ \| (?<where>[^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`([A-Za-z]+)`")]
    private static partial Regex Name();
}
