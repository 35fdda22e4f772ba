using Standfast.Mail;

namespace Standfast.Tests.Queue;

/// <summary>What a flood costs others, in virtual time at a site that takes a fixed number of messages a second.</summary>
public sealed class FairnessTests
{
    private static readonly StreamName s_bulk = StreamName.Bulk;

    [Theory]
    [InlineData(200_000, 50, "shop")] // another account
    [InlineData(200_000, 50, "flood")] // the flooding account's own transactional mail
    public async Task Flood_DelaysTransactionalMail_ByLessThanASecondAtP99(int messages, int perSecond, string account)
    {
        using var queue = new QueueUnderTest();
        for (var count = 0; count < messages; count++) await queue.AcceptAsync("flood", envelope => envelope with { Stream = s_bulk }, "a@example.net");
        var (delays, bulk) = (new List<TimeSpan>(), 0);
        var tick = TimeSpan.FromSeconds(1.0 / perSecond);
        // Two minutes: every slot takes one message, and every fifth brings a transactional one, a fifth of what the site can take.
        for (var slot = 0; slot < 120 * perSecond; slot++)
        {
            if (slot % 5 == 0) await queue.AcceptAsync(account, "b@example.net");
            var due = (await queue.TakeAsync())!;
            if (due.Envelope.Stream == s_bulk) bulk++;
            else delays.Add(queue.Time.GetUtcNow() - due.Envelope.AcceptedAt);
            await queue.DeliverAsync(due);
            queue.Time.Advance(tick);
        }

        delays.Sort();
        Assert.InRange(delays.Count, 24 * perSecond - 2, 24 * perSecond);
        Assert.InRange(delays[delays.Count * 99 / 100].TotalSeconds, 0, 0.5);
        Assert.InRange(bulk, 95 * perSecond, 97 * perSecond);
    }

    [Fact]
    public async Task BacklogOfOneDestination_DelaysNoOther()
    {
        using var queue = new QueueUnderTest();
        for (var count = 0; count < 50_000; count++) await queue.AcceptAsync("flood", "a@dead.example");
        await queue.AcceptAsync("flood", "b@example.net");
        Assert.NotNull(await queue.TakeAsync());
    }
}
