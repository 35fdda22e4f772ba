using Standfast.Mail;
using Standfast.Queue;
using Standfast.Queue.Scheduling;

namespace Standfast.Tests.Queue;

/// <summary>The mail of each egress pool is handed out by itself, and never under another pool's name.</summary>
public sealed class PoolSchedulingTests
{
    private const string Site = "mx.example.net";
    private const string BulkSite = "mx.example.net bulk";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_GivesOnlyThePoolsOwnMail()
    {
        using var world = new QueueUnderTest(Options());
        var sites = Attach(world);
        await world.AcceptAsync("shop", "a@one.example", "b@two.example", "c@two.example");
        await world.AcceptAsync("news", "d@one.example", "e@two.example");
        Assert.Equal([Site, BulkSite], sites.Told.Distinct().Order(StringComparer.Ordinal));

        var bulk = await world.TakeAsync(BulkSite);
        // All recipients of the message at the site come together, whatever their domains.
        Assert.Equal(("news", 2), (bulk!.Envelope.Account!.Value, bulk.DueRecipients.Count));
        Assert.Null(await world.TakeAsync(BulkSite));
        var own = await world.TakeAsync(Site);
        Assert.Equal(("shop", 3), (own!.Envelope.Account!.Value, own.DueRecipients.Count));
        Assert.Null(await world.TakeAsync(Site));
    }

    [Fact]
    public async Task Message_KeepsToItsPool_OverDeferralsAndARestart()
    {
        using var world = new QueueUnderTest(Options());
        Attach(world);
        await world.AcceptAsync("news", "a@one.example");
        await world.DeferAsync((await world.TakeAsync(BulkSite))!);
        world.Restart();
        var sites = Attach(world);
        world.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal([BulkSite], sites.Told.Distinct());
        Assert.Null(await world.TakeAsync(Site));
        Assert.NotNull(await world.TakeAsync(BulkSite));
    }

    [Fact]
    public async Task Release_KeepsTheSite_WhileOnePoolHasWork()
    {
        using var world = new QueueUnderTest(Options());
        Attach(world);
        await world.AcceptAsync("news", "a@one.example");
        Assert.False(world.Queue.Release(Site));
        await world.DeliverAsync((await world.TakeAsync(BulkSite))!);
        Assert.True(world.Queue.Release(Site));
        Assert.Null(await world.TakeAsync(BulkSite));
    }

    [Fact]
    public async Task Take_GivesAllMail_WhereTheSiteIsNotByPool()
    {
        using var world = new QueueUnderTest(Options());
        Attach(world, byPool: false);
        await world.AcceptAsync("shop", "a@one.example");
        await world.AcceptAsync("news", "b@one.example");
        Assert.NotNull(await world.TakeAsync(Site));
        Assert.NotNull(await world.TakeAsync(Site));
        Assert.Null(await world.Queue.TakeAsync(BulkSite, 100, Stop));
    }

    private static DeliveryQueueOptions Options() => new() { Hostname = "mail.example.org", PoolOf = (account, _) => account?.Value == "news" ? "bulk" : PooledSite.DefaultPool };

    private static Sites Attach(QueueUnderTest world, bool byPool = true)
    {
        var sites = new Sites(world.Queue, byPool);
        world.Queue.Attach(sites);
        return sites;
    }

    /// <summary>Every domain is at one site.</summary>
    private sealed class Sites(DeliveryQueue queue, bool byPool) : IDeliveryDispatcher
    {
        public List<string> Told { get; } = [];

        public void RouteWanted(DomainName domain) => queue.Assign(domain, Site, byPool);

        public void WorkReady(string site) => Told.Add(site);
    }
}
