using System.Net;
using Standfast.Delivery.Sites;
using Standfast.Events;
using Standfast.Reputation.States;
using Standfast.Tests.Reputation.States;

namespace Standfast.Tests.Delivery.Shaping;

/// <summary>Senders hear once that it takes long, also of mail that is not tried at all while its destination is down or paused. In virtual time.</summary>
public sealed class LateMailTests
{
    private const int Messages = 30;

    private const string Sender = "shop@home.example", Host = "198.51.100.1";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void MailBehindADeadOrPausedDestination_IsWarnedAboutOnce_AndGoesWhenItIsBack(bool isPaused)
    {
        var back = TimeSpan.FromHours(9.5);
        var world = World();
        var sink = new SinkManners { Say = (_, at) => at < back ? "550 5.7.1 ip-block" : null };
        if (isPaused) world.Add("a.example", Host, sink);
        else world.AddDead("a.example", Host);
        world.Run(TimeSpan.FromHours(20), async () =>
        {
            await world.SendAsync("a.example", Messages, "shop", sender: Sender);
            await Task.Delay(TimeSpan.FromHours(3.9), world.Time);
            Assert.Empty(Warnings(world));
            await Task.Delay(TimeSpan.FromHours(0.5), world.Time);
            Assert.Equal(Messages, Warnings(world).Count);
            await Task.Delay(TimeSpan.FromHours(5.1), world.Time);
            // Warned about, not tried: the destination heard of few.
            Assert.InRange(world.Events.All.Count(fact => fact.Kind == MailEventKind.Deferred), 1, 80);
            world.Network.Sinks[IPAddress.Parse(Host)] = sink;
        });
        Assert.Equal(Messages, Warnings(world).Count);
        Assert.Equal(Messages, sink.Accepted.Count);
        Assert.Equal(0, world.Queue.Counts.Messages);
    }

    [Fact]
    public void OfManyMessages_TheRestIsWarnedAbout_AtTheNextTries()
    {
        const int many = 2 * SiteContext.MaxWarned + 500;
        var world = World();
        world.AddDead("a.example", Host);
        var counts = new HashSet<int>();
        world.Run(TimeSpan.FromMinutes(1), async () =>
        {
            await world.SendAsync("a.example", many, "shop", sender: Sender);
            await Task.Delay(TimeSpan.FromHours(3.9), world.Time);
            for (var minute = 0; minute < 90; minute++)
            {
                counts.Add(Warnings(world).Count);
                await Task.Delay(TimeSpan.FromMinutes(1), world.Time);
            }
        });
        Assert.Contains(0, counts);
        // With those that were tried themselves.
        Assert.Contains(counts, count => count is >= SiteContext.MaxWarned and < SiteContext.MaxWarned + 10);
        Assert.Equal(many, Warnings(world).Count);
    }

    [Fact]
    public void Campaigns_AreNotWarnedAbout()
    {
        var world = World();
        world.AddDead("a.example", Host);
        world.Run(TimeSpan.FromHours(9), () => world.SendAsync("a.example", Messages, "shop", sender: Sender, stream: "bulk"));
        Assert.Empty(Warnings(world));
        Assert.Equal(Messages, world.Queue.Counts.Messages);
    }

    private static List<MailEvent> Warnings(ShapingWorld world) => [.. world.Events.All.Where(fact => fact.Kind == MailEventKind.Accepted && fact.Detail?.EndsWith(": delayed", StringComparison.Ordinal) == true)];

    /// <summary>The senders can be reached.</summary>
    private static ShapingWorld World()
    {
        var time = new VirtualTime();
        var world = new ShapingWorld(time) { States = new SendingStates(new FakeStateStore(), new FakeReplies(), new ResumptionPlan([1, 10, 100]), time) };
        world.Add("home.example", "198.51.100.9", new SinkManners());
        return world;
    }
}
