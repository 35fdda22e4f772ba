using System.Net;
using Microsoft.Extensions.Time.Testing;
using Standfast.Dns;
using Standfast.Mail;
using Standfast.Reputation.Blocklists;
using Standfast.Reputation.Identity;
using Standfast.Tests.Architecture;

namespace Standfast.Tests.Reputation.Identity;

/// <summary>Whoever answers for a list or a reverse zone may answer anything.</summary>
public sealed class HostileNamesTests
{
    private const int Rounds = 400;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private readonly BlocklistCatalogue _catalogue = BlocklistFiles.ReadFolder(Path.Combine(Repository.Root, "data", "blocklists")).Catalogue;
    private readonly MemoryListingStore _store = new();
    private readonly List<StandingNews> _news = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Lists_ThatAnswerAnything_NeverThrow_AndKeepLittle(int seed)
    {
        var names = new AnyNames(new Random(seed), isTestPoint: name => name.StartsWith("2.0.0.127.", StringComparison.Ordinal) ? true : name.StartsWith("1.0.0.127.", StringComparison.Ordinal) ? false : null);
        ListingSubject[] subjects = [ListingSubject.Of(IPAddress.Parse("192.0.2.7")), ListingSubject.Of(IPAddress.Parse("2001:db8::7")), ListingSubject.Of(DomainName.Parse("a.b.shop.de"))];
        var lists = _catalogue.Lists.Where(list => !list.IsAllowList).Select(list => new BlocklistClient(list, null, names, _time)).ToList();
        var monitor = new BlocklistMonitor(lists, () => subjects, _store, _ => 0, TimeSpan.FromMinutes(30), _time, new Random(seed));
        monitor.News += _news.Add;
        var (listed, errors) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            _time.Advance(TimeSpan.FromMinutes(30));
            foreach (var check in await monitor.CheckNowAsync(Stop))
            {
                if (check.Verdict is ListVerdict.CannotCheck cannot)
                {
                    errors++;
                    Assert.InRange(cannot.Reason.Length, 1, 500);
                }

                if (check.Verdict is not ListVerdict.Listed verdict) continue;
                listed++;
                Assert.All(verdict.Codes, code => Assert.True(code.StartsWith("127.", StringComparison.Ordinal) && !code.StartsWith("127.255.255.", StringComparison.Ordinal), code));
                Assert.InRange(verdict.Codes.Count, 1, 16);
                Assert.InRange(verdict.Reason.Length, 0, 300);
                Assert.DoesNotContain(verdict.Reason, char.IsControl);
            }
        }

        // Both kinds were among them.
        Assert.True(listed > Rounds && errors > Rounds, $"{listed} listed, {errors} errors");
        Assert.InRange(monitor.Listings.Count, 1, lists.Count * subjects.Length);
        Assert.All(_news, AssertIsOneLine);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Names_ThatSayAnything_NeverThrow_AndKeepLittle(int seed)
    {
        var names = new AnyNames(new Random(seed), _ => null);
        SourceIdentity[] sources = [new("one", IPAddress.Parse("192.0.2.7"), DomainName.Parse("mail.shop.de")), new("two", IPAddress.Parse("2001:db8::7"), DomainName.Parse("mail.shop.de"))];
        var generic = GenericNames.Read("names.toml", await File.ReadAllTextAsync(Path.Combine(Repository.Root, "data", "identity", "names.toml"), Stop)).Names;
        var watch = new IdentityWatch(sources, generic, names, _store, TimeSpan.FromMinutes(30), _time, new Random(seed));
        watch.News += _news.Add;
        var found = 0;
        for (var round = 0; round < Rounds; round++)
        {
            _time.Advance(TimeSpan.FromMinutes(30));
            foreach (var report in await watch.CheckAsync(Stop))
            {
                found += report.Names.Count;
                Assert.InRange(report.Names.Count, 0, 10);
                Assert.All(report.Names, name => Assert.InRange(name.Length, 0, 255));
                Assert.InRange(report.Findings.Count, 0, 5);
            }
        }

        Assert.True(found > Rounds, $"{found} names");
        Assert.NotEmpty(_news);
        Assert.All(_news, AssertIsOneLine);
        Assert.Equal(2, _store.Identities.Count);
    }

    private static void AssertIsOneLine(StandingNews news)
    {
        Assert.DoesNotContain($"{news.Text}{news.NextStep}{news.Evidence}", char.IsControl);
        Assert.InRange(news.Text.Length + news.Evidence.Length, 1, 20_000);
    }

    /// <param name="isTestPoint">True for a name that is always on a list, false for one that never is, null for any answer.</param>
    private sealed class AnyNames(Random random, Func<string, bool?> isTestPoint) : IDnsResolver
    {
        public Task<DnsAnswer<IPAddress>> ResolveAddressesAsync(DomainName name, CancellationToken cancellationToken) => Task.FromResult(isTestPoint(name.Value) switch
        {
            true => new DnsAnswer<IPAddress>.Found([IPAddress.Parse("127.0.0.2")]),
            false => new DnsAnswer<IPAddress>.NoSuchName(),
            _ => Any<IPAddress>(() => random.Next(8) switch
            {
                0 => new IPAddress(Octets(4)),
                1 => new IPAddress(Octets(16)),
                2 => new IPAddress([127, 255, 255, (byte)random.Next(256)]),
                _ => new IPAddress([127, 0, (byte)random.Next(3), (byte)random.Next(256)]),
            }),
        });

        public Task<DnsAnswer<string>> ResolveTxtAsync(DomainName name, CancellationToken cancellationToken) => Task.FromResult(Any(Text));

        public Task<DnsAnswer<string>> ResolvePtrAsync(IPAddress address, CancellationToken cancellationToken) => Task.FromResult(Any(Text));

        public Task<DnsAnswer<MxRecord>> ResolveMxAsync(DomainName name, CancellationToken cancellationToken) => throw new NotSupportedException();

        private DnsAnswer<T> Any<T>(Func<T> record) => random.Next(10) switch
        {
            0 => new DnsAnswer<T>.Failed("SERVFAIL"),
            1 => new DnsAnswer<T>.NoData(),
            2 => new DnsAnswer<T>.NoSuchName(),
            3 => new DnsAnswer<T>.Found([.. Enumerable.Range(0, 100).Select(_ => record())]),
            _ => new DnsAnswer<T>.Found([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => record())]),
        };

        /// <summary>Names and sentences, with control characters, halves of surrogates and format marks among them, of up to 4,000 characters.</summary>
        private string Text() => random.Next(4) == 0 ? $"mx{random.Next(3)}.shop.de" : string.Concat(Enumerable.Range(0, random.Next(random.Next(8) == 0 ? 4_000 : 60)).Select(_ => (char)(random.Next(6) switch { 0 => random.Next(0, 32), 1 => random.Next(0xD800, 0xE000), 2 => '.', 3 => '%', _ => random.Next(33, 0x250) })));

        private byte[] Octets(int count)
        {
            var octets = new byte[count];
            random.NextBytes(octets);
            return octets;
        }
    }
}
