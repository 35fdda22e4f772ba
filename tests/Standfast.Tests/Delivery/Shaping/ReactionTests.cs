using System.Net;
using Standfast.Delivery.Providers;

namespace Standfast.Tests.Delivery.Shaping;

/// <summary>What a provider's profile says of rates and replies is what happens.</summary>
public sealed class ReactionTests
{
    private const string Host = "198.51.100.1";
    private const string OtherHost = "198.51.100.2";

    public static ProviderCatalogue Suspending => Profile("""
        [[provider.reaction]]
        pattern = '4\.7\.28'
        action = "suspend"
        for = "2h"
        """);

    [Fact]
    public void Mail_FlowsAtTheProfilesRate()
    {
        var world = new ShapingWorld { Providers = Profile("", """rate = "30/m" """) };
        var sink = world.Add("dest.example", Host, new SinkManners());
        world.Run(TimeSpan.FromMinutes(10), () => world.SendAsync("dest.example", 1_000));
        Assert.InRange(sink.Accepted.Count, 295, 302);
    }

    [Fact]
    public void Connections_StayWithinTheProvidersTotal_OverAllItsSites()
    {
        var world = new ShapingWorld { Providers = Profile("", "provider_connections = 3", "mx.a.example", "mx.b.example") };
        var most = 0;
        SinkManners? a = null, b = null;
        string? Count(IPAddress source, TimeSpan at)
        {
            most = Math.Max(most, a!.Standing.Values.Sum() + b!.Standing.Values.Sum());
            return null;
        }

        a = world.Add("a.example", Host, new SinkManners { Say = Count });
        b = world.Add("b.example", OtherHost, new SinkManners { Say = Count });
        world.Run(TimeSpan.FromMinutes(1), async () =>
        {
            await world.SendAsync("a.example", 5_000);
            await world.SendAsync("b.example", 5_000);
        });
        Assert.Equal((5_000, 5_000, 3), (a.Accepted.Count, b.Accepted.Count, most));
    }

    [Fact]
    public void NothingIsSent_WhileAReplySuspendsTheSite()
    {
        var world = new ShapingWorld { Providers = Suspending };
        TimeSpan? said = null;
        var sink = world.Add("dest.example", Host, new SinkManners());
        sink.Say = (_, at) =>
        {
            if (sink.Accepted.Count < 5 || said is not null) return null;
            said = at;
            return "421 4.7.28 unusual rate";
        };
        world.Run(TimeSpan.FromHours(3), () => world.SendAsync("dest.example", 50));
        Assert.Equal(50, sink.Accepted.Count);
        Assert.DoesNotContain(world.Network.Connections, one => one.At > said + TimeSpan.FromSeconds(1) && one.At < said + TimeSpan.FromHours(2));
        Assert.DoesNotContain(sink.Accepted, one => one.At > said + TimeSpan.FromSeconds(1) && one.At < said + TimeSpan.FromHours(2));
    }

    [Fact]
    public void Mail_GoesOnSlowlyByOneConnection_WhileAReplySlowsTheProvider()
    {
        var world = new ShapingWorld
        {
            Providers = Profile(
                """
                [[provider.reaction]]
                pattern = 'slow down'
                action = "slow"
                rate = "6/m"
                for = "30m"
                scope = "provider"
                """, "", "mx.a.example", "mx.b.example"),
        };
        var said = 0;
        var a = world.Add("a.example", Host, new SinkManners { Say = (_, _) => said++ == 0 ? "421 4.7.0 slow down" : null });
        var b = world.Add("b.example", OtherHost, new SinkManners());
        world.Run(TimeSpan.FromMinutes(20), async () =>
        {
            await world.SendAsync("a.example", 1);
            await Task.Delay(TimeSpan.FromSeconds(5), world.Time);
            await world.SendAsync("a.example", 200);
            await world.SendAsync("b.example", 200);
        });
        Assert.InRange(a.Accepted.Count + b.Accepted.Count, 100, 125);
        Assert.InRange(Math.Max(a.Standing.Values.Max(), b.Standing.Values.Max()), 0, 1);
    }

    [Fact]
    public void Verdict_KeepsTheMail_AndNoOtherSourceOfThePoolGoesRoundIt()
    {
        var world = new ShapingWorld
        {
            Pools = [ShapingWorld.Pool("default", "192.0.2.1", "192.0.2.2")],
            Providers = Profile("""
                [[provider.reaction]]
                pattern = 'blocked'
                action = "suspend"
                for = "1h"
                cause = "policy"
                """),
        };
        var isBlocked = true;
        var sink = world.Add("dest.example", Host, new SinkManners { Say = (_, _) => isBlocked ? "550 5.7.1 your address is blocked" : null });
        world.Run(TimeSpan.FromHours(4), async () =>
        {
            await world.SendAsync("dest.example", 1);
            await Task.Delay(TimeSpan.FromSeconds(5), world.Time);
            isBlocked = false;
            await world.SendAsync("dest.example", 20);
        });
        Assert.Equal(21, sink.Accepted.Count);
        Assert.All(world.Network.Connections.Skip(1), one => Assert.InRange(one.At, TimeSpan.FromHours(1), TimeSpan.FromHours(4)));
    }

    [Fact]
    public void DeadAddress_IsNotDialledBySecondSites_UntilItsRestIsOver()
    {
        var world = new ShapingWorld();
        world.AddDead("a.example", Host);
        world.AddDead("b.example", Host);
        world.Network.Sinks[IPAddress.Parse(Host)] = new SinkManners { IsSilent = true };
        world.Run(TimeSpan.FromSeconds(100), async () =>
        {
            await world.SendAsync("a.example", 1);
            await Task.Delay(TimeSpan.FromSeconds(31), world.Time);
            await world.SendAsync("b.example", 10);
        });
        // 30 s without an answer, 30 s of rest.
        Assert.InRange(world.Network.Connections[1].At, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(70));
    }

    private static ProviderCatalogue Profile(string reactions, string limits = "", params string[] hosts)
    {
        var names = hosts.Length > 0 ? hosts : ["mx.dest.example"];
        var (catalogue, mistakes) = ProviderFiles.Read([("test.toml", $"""
            version = 1
            [[provider]]
            name = "test"
            title = "Test"
            hosts = [{string.Join(", ", names.Select(name => $"\"{name}\""))}]
            source = "https://example.org/"
            date = "2026-11-25"
            {limits}
            {reactions}
            """)]);
        Assert.Equal([], mistakes);
        return catalogue;
    }
}
