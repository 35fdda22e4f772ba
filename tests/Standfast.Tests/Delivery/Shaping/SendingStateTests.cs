using System.Collections.Immutable;
using System.Net;
using Standfast.Delivery.Egress;
using Standfast.Delivery.Providers;
using Standfast.Delivery.Warmup;
using Standfast.Events;
using Standfast.Reputation.States;
using Standfast.Tests.Reputation.States;

namespace Standfast.Tests.Delivery.Shaping;

/// <summary>Sending states are obeyed by every attempt, in virtual time.</summary>
public sealed class SendingStateTests
{
    private const string Host = "198.51.100.1", OtherHost = "198.51.100.2";

    private readonly FakeStateStore _store = new();

    [Fact]
    public void Block_PausesThatProviderAtOnce_KeepsTheMail_AndOthersGoOn()
    {
        var world = World();
        var refused = 0;
        SinkManners? a = null;
        a = world.Add("a.example", Host, new SinkManners { Say = (_, at) => a!.Accepted.Count >= 50 && at < TimeSpan.FromMinutes(30) && ++refused > 0 ? "550 5.7.1 ip-block" : null });
        var b = world.Add("b.example", OtherHost, new SinkManners());
        world.Run(TimeSpan.FromMinutes(10), async () =>
        {
            await world.SendAsync("a.example", 200);
            await world.SendAsync("b.example", 200);
        });
        // The first refusal pauses; what was under way on other connections by then meets its own.
        var first = a.Tries.First(one => one.IsRefused).At;
        Assert.DoesNotContain(a.Tries, one => one.At > first + TimeSpan.FromSeconds(1));
        Assert.InRange(refused, 1, 5);
        Assert.Equal(200, b.Accepted.Count);
        Assert.DoesNotContain(world.Events.All, fact => fact.Kind == MailEventKind.Bounced);
        Assert.Equal(150, world.Queue.Counts.Messages - 50 + a.Accepted.Count);
        Assert.Equal("source=192.0.2.1 provider=mx.a.example", Assert.Single(_store.Kept.Keys).ToString());
    }

    [Fact]
    public void Resumption_ProbesWithOneMessage_ThenRamps()
    {
        var world = World();
        var sink = world.Add("a.example", Host, new SinkManners { Say = (_, at) => at < TimeSpan.FromMinutes(30) ? "550 5.7.1 ip-block" : null });
        world.Run(TimeSpan.FromHours(5), () => world.SendAsync("a.example", 300));
        int Count(double from, double to) => sink.Accepted.Count(one => one.At >= TimeSpan.FromHours(from) && one.At < TimeSpan.FromHours(to));
        // The probe after an hour, ten in the hour that it opens, a hundred in the next, then all.
        Assert.Equal((0, 11, 100, 189), (Count(0, 1), Count(1, 2), Count(2, 3), Count(3, 5)));
        Assert.InRange(sink.Tries.Count(one => one.IsRefused), 1, 5);
    }

    [Fact]
    public void NoOtherSourceOfThePool_TakesOver()
    {
        var world = World("192.0.2.1", "192.0.2.2");
        var blocked = IPAddress.Parse("192.0.2.1");
        var sink = world.Add("a.example", Host, new SinkManners { Say = (source, at) => source.Equals(blocked) && at > TimeSpan.FromSeconds(1) && at < TimeSpan.FromMinutes(30) ? "550 5.7.1 ip-block" : null });
        var other = world.Add("b.example", OtherHost, new SinkManners());
        world.Run(TimeSpan.FromMinutes(59), async () =>
        {
            await world.SendAsync("a.example", 10);
            await Task.Delay(TimeSpan.FromSeconds(10), world.Time);
            await world.SendAsync("a.example", 300);
            await world.SendAsync("b.example", 300);
        });
        var pausedAt = sink.Tries.First(one => one.IsRefused).At;
        Assert.InRange(sink.Accepted.Count(one => one.At > pausedAt + TimeSpan.FromSeconds(1)), 0, 5);
        Assert.Equal(300, other.Accepted.Count);
    }

    [Fact]
    public void Mail_ThatGrowsTooOldInAPause_GoesBackWithTheReason()
    {
        var world = World(longest: TimeSpan.FromDays(9));
        world.Add("a.example", Host, new SinkManners { Say = (_, _) => "550 5.7.1 ip-block" });
        world.Run(TimeSpan.FromDays(5.2), () => world.SendAsync("a.example", 20));
        Assert.Equal(20, world.Events.All.Count(fact => fact.Kind == MailEventKind.Expired && fact.Detail!.Contains("ip-block", StringComparison.Ordinal)));
        Assert.Equal(0, world.Queue.Counts.Messages);
    }

    [Theory]
    [InlineData("450 4.7.1 throttle", 2, 3)]
    [InlineData("450 4.7.1 throttle", 3, 2)]
    [InlineData("550 5.7.1 ip-block", 1, 0)]
    public void BadSignals_HoldTheWarmUpBack(string reply, int times, int dayReached)
    {
        var time = new VirtualTime();
        var ledger = new Ledger();
        ledger.Days[("192.0.2.1", "default")] = new WarmupDay("192.0.2.1", "default", 2, time.GetUtcNow(), 0);
        var world = new ShapingWorld(time)
        {
            States = new SendingStates(_store, new FakeReplies(), new ResumptionPlan([1, 10, 100]), time),
            Pools = [new EgressPool("default", [new EgressSource("192.0.2.1", IPAddress.Parse("192.0.2.1"), null, null) { IsWarming = true }])],
            Ledger = ledger,
            Warmup = new WarmupPlans(new Dictionary<string, ImmutableArray<int>> { ["default"] = [10, 20, 30, 40, 50, 60] }),
        };
        var left = times;
        world.Add("a.example", Host, new SinkManners { Say = (_, _) => left-- > 0 ? reply : null });
        world.Run(TimeSpan.FromHours(25), () => world.SendAsync("a.example", 100));
        Assert.Equal(dayReached, ledger.Days[("192.0.2.1", "default")].Step);
    }

    [Fact]
    public void DomainBlock_StopsThatAccountAtThatProvider_AndNoOther()
    {
        var world = World();
        var isFirst = true;
        var a = world.Add("a.example", Host, new SinkManners
        {
            Say = (_, _) =>
            {
                var said = isFirst ? "550 5.7.1 domain-block" : null;
                isFirst = false;
                return said;
            },
        });
        var b = world.Add("b.example", OtherHost, new SinkManners());
        world.Run(TimeSpan.FromMinutes(30), async () =>
        {
            await world.SendAsync("a.example", 1, "shop");
            await Task.Delay(TimeSpan.FromSeconds(5), world.Time);
            await world.SendAsync("a.example", 50, "shop");
            await world.SendAsync("a.example", 50, "news");
            await world.SendAsync("b.example", 50, "shop");
        });
        Assert.Equal((50, 50, 51L), (a.Accepted.Count, b.Accepted.Count, world.Queue.Counts.Messages));
        Assert.Equal("account=shop stream=transactional provider=mx.a.example", Assert.Single(_store.Kept.Keys).ToString());
    }

    private sealed class Ledger : IWarmupLedger
    {
        public Dictionary<(string, string), WarmupDay> Days { get; } = [];

        public IReadOnlyList<WarmupDay> Load() => [.. Days.Values];

        public void Save(WarmupDay day) => Days[(day.Source, day.Provider)] = day;
    }

    private ShapingWorld World(params string[] sources) => World(TimeSpan.FromHours(24), sources);

    private ShapingWorld World(TimeSpan longest, params string[] sources)
    {
        var time = new VirtualTime();
        var plan = new ResumptionPlan([1, 10, 100]) { LongestPause = longest, Pause = longest > TimeSpan.FromDays(1) ? longest : TimeSpan.FromHours(1) };
        return new ShapingWorld(time) { States = new SendingStates(_store, new FakeReplies(), plan, time), Pools = [ShapingWorld.Pool("default", sources.Length > 0 ? sources : ["192.0.2.1"])] };
    }
}
