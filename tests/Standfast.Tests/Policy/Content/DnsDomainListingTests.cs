using System.Net;
using Microsoft.Extensions.Time.Testing;
using Standfast.Dns;
using Standfast.Mail;
using Standfast.Policy.Content.Listings;

namespace Standfast.Tests.Policy.Content;

public sealed class DnsDomainListingTests
{
    private const string Zone = "dbl.example";

    [Theory]
    [InlineData("127.0.1.2", true)]
    [InlineData("127.0.0.2", true)]
    [InlineData("127.255.255.252", false)] // The name of the list is misspelt.
    [InlineData("127.255.255.254", false)] // Asked through a public resolver.
    [InlineData("127.0.0.1", false)] // The resolver is blocked.
    [InlineData("127.0.1.255", false)] // An address was asked for.
    [InlineData("192.0.2.1", false)] // A parked zone.
    public async Task Answer_CountsOnlyWhenItIsACode(string answer, bool counts)
    {
        var names = new Names { ["test." + Zone] = "127.0.1.2", ["bad.example." + Zone] = answer };
        var listed = await new DnsDomainListing(names, [Zone], new FakeTimeProvider()).FindAsync("www.bad.example", TestContext.Current.CancellationToken);
        Assert.Equal(counts ? new DomainListed("bad.example", Zone, answer) : null, listed);
    }

    [Theory]
    [InlineData("", "")] // The test entry is missing: the list is dead.
    [InlineData("test", "invalid")] // It lists everything.
    public async Task ListThatFailsItsTest_ListsNothing_UntilItPasses(string listed, string also)
    {
        var time = new FakeTimeProvider();
        var names = new Names { ["bad.example." + Zone] = "127.0.1.2" };
        foreach (var entry in (string[])[listed, also])
            if (entry.Length > 0)
                names[$"{entry}.{Zone}"] = "127.0.1.2";
        var listing = new DnsDomainListing(names, [Zone], time);
        Assert.Null(await listing.FindAsync("bad.example", TestContext.Current.CancellationToken));
        names["test." + Zone] = "127.0.1.2";
        names.Remove("invalid." + Zone);
        time.Advance(TimeSpan.FromMinutes(31));
        Assert.NotNull(await listing.FindAsync("bad.example", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Answers_AreKept_ForHalfAnHour()
    {
        var time = new FakeTimeProvider();
        var names = new Names { ["test." + Zone] = "127.0.1.2" };
        var listing = new DnsDomainListing(names, [Zone], time);
        await listing.FindAsync("good.example", TestContext.Current.CancellationToken);
        var asked = names.Asked;
        await listing.FindAsync("good.example", TestContext.Current.CancellationToken);
        Assert.Equal(asked, names.Asked);
        time.Advance(TimeSpan.FromMinutes(31));
        await listing.FindAsync("good.example", TestContext.Current.CancellationToken);
        Assert.Equal(asked + 1, names.Asked);
    }

    private sealed class Names : Dictionary<string, string>, IDnsResolver
    {
        public int Asked { get; private set; }

        public Task<DnsAnswer<IPAddress>> ResolveAddressesAsync(DomainName name, CancellationToken cancellationToken)
        {
            Asked++;
            return Task.FromResult<DnsAnswer<IPAddress>>(TryGetValue(name.Value, out var address) ? new DnsAnswer<IPAddress>.Found([IPAddress.Parse(address)]) : new DnsAnswer<IPAddress>.NoSuchName());
        }

        public Task<DnsAnswer<MxRecord>> ResolveMxAsync(DomainName name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DnsAnswer<string>> ResolveTxtAsync(DomainName name, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
