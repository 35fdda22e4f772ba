using System.Net;
using Microsoft.Extensions.Time.Testing;
using Standfast.Mail;
using Standfast.Reputation.Identity;
using Standfast.Tests.Architecture;
using Standfast.Tests.Reputation.Blocklists;

namespace Standfast.Tests.Reputation.Identity;

public sealed class IdentityWatchTests
{
    private static readonly (GenericNames Names, IReadOnlyList<string> Mistakes) s_generic = GenericNames.Read("names.toml", File.ReadAllText(Path.Combine(Repository.Root, "data", "identity", "names.toml")));

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private readonly ListNames _names = new();
    private readonly MemoryListingStore _store = new();
    private readonly List<StandingNews> _news = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public IdentityWatchTests()
    {
        _names.Point("192.0.2.7", "Mail.Shop.example");
        _names.Add("mail.shop.example", "192.0.2.7", "2001:db8::7");
        _names.Point("2001:db8::7", "mail.shop.example");
    }

    [Theory]
    [InlineData("192.0.2.7")]
    [InlineData("2001:db8::7")]
    public async Task GoodNames_AreGood(string address)
    {
        var report = Assert.Single(await Watch(address).CheckAsync(Stop));
        Assert.Empty(report.Findings);
        Assert.Equal(["mail.shop.example"], report.Confirmed);
        Assert.Empty(_news);
    }

    [Fact]
    public async Task MissingName_IsAnIncident_UntilThereIsOne()
    {
        _names.Point("192.0.2.7");
        var watch = Watch("192.0.2.7");
        Assert.Equal(IdentityFault.NoName, Assert.Single(Assert.Single(await watch.CheckAsync(Stop)).Findings).Fault);
        await watch.CheckAsync(Stop);
        Assert.True(Assert.Single(_news) is { Level: NewsLevel.Incident, IsOver: false, FindingId: "SF-9402", Cause: "ptr-missing", Scope: "address=192.0.2.7" });
        // Known over a restart.
        await Watch("192.0.2.7").CheckAsync(Stop);
        Assert.Single(_news);
        _names.Point("192.0.2.7", "mail.shop.example");
        await Watch("192.0.2.7").CheckAsync(Stop);
        Assert.Contains(_news, news => news is { IsOver: true, FindingId: "SF-9402" });
    }

    [Fact]
    public async Task NameThatLeadsElsewhere_IsNotConfirmed()
    {
        _names.Point("192.0.2.7", "other.shop.example");
        _names.Add("other.shop.example", "192.0.2.8");
        var report = Assert.Single(await Watch("192.0.2.7").CheckAsync(Stop));
        Assert.Equal(IdentityFault.NameNotConfirmed, Assert.Single(report.Findings).Fault);
        Assert.Empty(report.Confirmed);
    }

    [Fact]
    public async Task OneOfSeveralNames_IsEnough()
    {
        _names.Point("192.0.2.7", "www.shop.example", "mail.shop.example", "not a name!");
        var report = Assert.Single(await Watch("192.0.2.7").CheckAsync(Stop));
        Assert.Equal((3, 1, 0), (report.Names.Count, report.Confirmed.Count, report.Findings.Count));
    }

    [Fact]
    public async Task HeloName_MustLeadToTheAddress()
    {
        _names.Add("mail.shop.example", "192.0.2.9");
        _names.Point("192.0.2.7", "mx.shop.example");
        _names.Add("mx.shop.example", "192.0.2.7");
        var report = Assert.Single(await Watch("192.0.2.7").CheckAsync(Stop));
        Assert.Equal(("SF-9403", IdentityFault.HeloElsewhere), (Assert.Single(report.Findings).Id, report.Findings[0].Fault));
        Assert.Equal(NewsLevel.Warning, Assert.Single(_news).Level);
    }

    [Fact]
    public async Task ChangedName_IsTold_WithBothNames()
    {
        var watch = Watch("192.0.2.7");
        await watch.CheckAsync(Stop);
        _time.Advance(TimeSpan.FromHours(1));
        _names.Point("192.0.2.7", "mx.shop.example");
        _names.Add("mx.shop.example", "192.0.2.7");
        // Over a restart too.
        var report = Assert.Single(await Watch("192.0.2.7").CheckAsync(Stop));
        Assert.Equal("the name of 192.0.2.7 was mail.shop.example and is mx.shop.example", Assert.Single(report.Findings).Text);
        Assert.True(Assert.Single(_news) is { FindingId: "SF-9405", Level: NewsLevel.Warning });
        Assert.Equal(_time.GetUtcNow(), report.NamedSince);
        await watch.CheckAsync(Stop);
        Assert.Equal(["mail.shop.example"], _store.Identities["192.0.2.7"].Before);
    }

    [Fact]
    public async Task FailingDns_IsNoFault_AndChangesNothing()
    {
        await Watch("192.0.2.7").CheckAsync(Stop);
        _names.Failing.Add("192.0.2.7");
        var report = Assert.Single(await Watch("192.0.2.7").CheckAsync(Stop));
        Assert.Empty(report.Findings);
        Assert.Contains("cannot be looked up", report.Unknown, StringComparison.Ordinal);
        _names.Failing.Clear();
        _names.Failing.Add("mail.shop.example");
        Assert.Empty(Assert.Single(await Watch("192.0.2.7").CheckAsync(Stop)).Findings);
        Assert.Empty(_news);
        Assert.Equal(["mail.shop.example"], _store.Identities["192.0.2.7"].Names);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.1.1")]
    [InlineData("192.168.1.1")]
    [InlineData("::1")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    public async Task AddressThatIsNotPublic_IsNotAskedFor(string address)
    {
        Assert.Empty(await Watch(address).CheckAsync(Stop));
        Assert.Empty(_names.Asked);
    }

    [Theory]
    [InlineData("192-0-2-7.dynamic.isp.example", true)]
    [InlineData("7.2.0.192.isp.example", true)]
    [InlineData("host192002007.isp.example", true)]
    [InlineData("p5b0c0002.dip.isp.example", true)]
    [InlineData("c0000207.isp.example", true)]
    [InlineData("ec2-192-0-2-7.compute-1.cloud.example", true)]
    [InlineData("static.7.2.0.192.clients.host.example", true)]
    [InlineData("vmi1234567.host.example", true)]
    [InlineData("pool-12.isp.example", true)]
    [InlineData("customer.isp.example", true)]
    [InlineData("localhost", true)]
    [InlineData("mail.shop.example", false)]
    [InlineData("mail7.shop.example", false)]
    [InlineData("mail-192-0-2-7.esp.example", false)]
    [InlineData("out-3.shop.example", false)]
    [InlineData("shop.example", false)]
    [InlineData("swimming-pools.example", false)]
    [InlineData("pool.example", false)]
    [InlineData("7.pool.isp.example", true)]
    [InlineData("x.users.west.isp.example", true)]
    [InlineData("homeware.example", false)]
    [InlineData("srv1.shop.example", false)]
    public void GenericName_IsKnown(string name, bool isGeneric)
    {
        Assert.Empty(s_generic.Mistakes);
        Assert.Equal(isGeneric, s_generic.Names.WhyGeneric(name, IPAddress.Parse("192.0.2.7")) is not null);
    }

    [Theory]
    [InlineData("2001-db8-0-0-0-0-0-7.isp.example", false)]
    [InlineData("2001-0db8-0000-0000-0000-0000-0000-0007.isp.example", true)]
    [InlineData("7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.isp.example", true)]
    [InlineData("mail.shop.example", false)]
    public void GenericName_OfIpv6_IsKnown(string name, bool isGeneric) => Assert.Equal(isGeneric, s_generic.Names.WhyGeneric(name, IPAddress.Parse("2001:db8::7")) is not null);

    private IdentityWatch Watch(string address)
    {
        var watch = new IdentityWatch([new SourceIdentity("one", IPAddress.Parse(address), DomainName.Parse("mail.shop.example"))], s_generic.Names, _names, _store, TimeSpan.FromMinutes(30), _time, new Random(1));
        watch.News += _news.Add;
        return watch;
    }
}
