using System.Net;
using Standfast.Delivery.Egress;
using Standfast.Delivery.Providers;
using Standfast.Mail;

namespace Standfast.Tests.Delivery.Shaping;

/// <summary>Mail leaves by the pool of its account and stream, and by no other.</summary>
public sealed class PoolTests
{
    private const string Host = "198.51.100.1";

    private static readonly IPAddress s_own = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress s_bulk = IPAddress.Parse("192.0.2.9");

    [Fact]
    public void Mail_LeavesFromThePoolsAddresses_UnderTheirNames()
    {
        var world = World();
        var sink = world.Add("dest.example", Host, new SinkManners());
        world.Run(TimeSpan.FromMinutes(1), async () =>
        {
            await world.SendAsync("dest.example", 100, "shop");
            await world.SendAsync("dest.example", 50, "news");
        });
        Assert.Equal((100, 50), (sink.Accepted.Count(one => one.Source.Equals(s_own)), sink.Accepted.Count(one => one.Source.Equals(s_bulk))));
        Assert.Equal(["mail.example.org"], world.Network.Hellos.Where(one => one.Source!.Equals(s_own)).Select(one => one.Name).Distinct());
        Assert.Equal(["bulk.example.org"], world.Network.Hellos.Where(one => one.Source!.Equals(s_bulk)).Select(one => one.Name).Distinct());
    }

    [Fact]
    public void Mail_WaitsForItsPool_AndTheOtherPoolsMailDoesNot()
    {
        var (providers, mistakes) = ProviderFiles.Read([("test.toml", """
            version = 1
            [[provider]]
            name = "test"
            title = "Test"
            hosts = ["mx.dest.example"]
            source = "https://example.org/"
            date = "2026-11-25"
            [[provider.reaction]]
            pattern = 'blocked'
            action = "suspend"
            for = "1h"
            cause = "policy"
            """)]);
        Assert.Equal([], mistakes);
        var world = World(providers);
        var isBlocked = true;
        var sink = world.Add("dest.example", Host, new SinkManners { Say = (source, _) => isBlocked && source.Equals(s_bulk) ? "550 5.7.1 your address is blocked" : null });
        world.Run(TimeSpan.FromHours(3), async () =>
        {
            await world.SendAsync("dest.example", 20, "news");
            await Task.Delay(TimeSpan.FromSeconds(5), world.Time);
            isBlocked = false;
            await world.SendAsync("dest.example", 20, "shop");
        });
        Assert.Equal(20, sink.Accepted.Count(one => one.Source.Equals(s_own) && one.At < TimeSpan.FromMinutes(1)));
        Assert.Equal(20, sink.Accepted.Count(one => one.Source.Equals(s_bulk) && one.At > TimeSpan.FromHours(1)));
    }

    [Fact]
    public void Binding_IsTheNarrowestThatFits()
    {
        var (shop, news) = (AccountId.Parse("shop"), AccountId.Parse("news"));
        var (bulk, other) = (StreamName.Parse("bulk"), StreamName.Parse("other"));
        var bindings = new PoolBindings(new Dictionary<PoolBinding, string>
        {
            [new PoolBinding(shop, bulk)] = "narrow",
            [new PoolBinding(shop, null)] = "account",
            [new PoolBinding(null, bulk)] = "stream",
        });
        Assert.Equal(
            ["narrow", "account", "stream", "default", "stream"],
            [bindings.PoolOf(shop, bulk), bindings.PoolOf(shop, other), bindings.PoolOf(news, bulk), bindings.PoolOf(news, other), bindings.PoolOf(null, bulk)]);
    }

    private static ShapingWorld World(ProviderCatalogue? providers = null) => new()
    {
        Providers = providers ?? ProviderCatalogue.Empty,
        Pools =
        [
            new EgressPool("bulk", [new EgressSource(s_bulk.ToString(), s_bulk, null, DomainName.Parse("bulk.example.org"))]),
            ShapingWorld.Pool("default", s_own.ToString()),
        ],
        Bindings = new PoolBindings(new Dictionary<PoolBinding, string> { [new PoolBinding(AccountId.Parse("news"), null)] = "bulk" }),
    };
}
