using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Tests.Queue;

public sealed class SendingGateTests
{
    [Fact]
    public async Task Take_EndsTheSuppressed_AndGivesTheOthers()
    {
        var gate = new Gate("b@example.net");
        using var test = new QueueUnderTest(new DeliveryQueueOptions { Hostname = "mail.example.org", Gate = gate });
        var id = await test.AcceptAsync("shop", envelope => envelope with { Credential = "shop-1", Campaign = CampaignName.Parse("may") }, "a@example.net", "b@example.net", "c@example.net");
        var due = await test.TakeAsync();
        Assert.Equal([0, 2], due!.DueRecipients);
        await test.DeliverAsync(due);
        var fact = Assert.Single(test.Events.All, fact => fact.Kind == MailEventKind.Suppressed);
        Assert.Equal(("b@example.net", "asked not to be written to", "shop-1", "may", StreamName.Transactional), (fact.Recipient, fact.Detail, fact.Credential, fact.Campaign?.Value, fact.Stream));
        Assert.Null(fact.Attempt);
        Assert.Null(await test.Queue.FindAsync(id, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Take_GoesOnToTheNextMessage_WhenAllAreSuppressed_AndTellsNobody()
    {
        using var test = new QueueUnderTest(new DeliveryQueueOptions { Hostname = "mail.example.org", Gate = new Gate("b@example.net") });
        await test.AcceptAsync("shop", "b@example.net");
        var second = await test.AcceptAsync("shop", "a@example.net");
        var due = await test.TakeAsync();
        Assert.Equal(second, due!.Envelope.Id);
        Assert.Equal(1, test.Queue.Counts.Messages);
        await test.DeliverAsync(due);
        Assert.Null(await test.TakeAsync());
    }

    [Fact]
    public async Task Gate_IsAskedAgain_AtEveryAttempt()
    {
        var gate = new Gate("nobody@example.net");
        using var test = new QueueUnderTest(new DeliveryQueueOptions { Hostname = "mail.example.org", Gate = gate });
        await test.AcceptAsync("shop", "a@example.net");
        await test.DeferAsync((await test.TakeAsync())!);
        gate.Address = "a@example.net";
        test.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(await test.TakeAsync());
        Assert.Equal(MailEventKind.Suppressed, test.Events.All[^1].Kind);
    }

    [Fact]
    public async Task Held_IsNotGivenOut_AlsoAfterARestart_UntilItIsReleased()
    {
        using var test = new QueueUnderTest();
        var id = await test.AcceptAsync("shop", envelope => envelope with { IsHeld = true }, "a@example.net");
        Assert.Null(await test.TakeAsync());
        Assert.Equal(1, test.Queue.Counts.Held);
        test.Restart();
        Assert.Null(await test.TakeAsync());
        Assert.Equal(1, test.Queue.Counts.Held);
        await test.Queue.ReleaseAsync(new QueueFilter(id), "looked at", TestContext.Current.CancellationToken);
        await test.DeliverAsync((await test.TakeAsync())!);
        Assert.Equal(0, test.Queue.Counts.Messages);
    }

    [Fact]
    public async Task Take_HoldsWhatMayNotGoOutNow_UntilItIsReleased()
    {
        var gate = new Gate("nobody@example.net") { Reason = "its sender is held" };
        using var test = new QueueUnderTest(new DeliveryQueueOptions { Hostname = "mail.example.org", Gate = gate });
        var id = await test.AcceptAsync("shop", "a@example.net", "b@example.net");
        Assert.Null(await test.TakeAsync());
        Assert.Equal((1, 0), (test.Queue.Counts.Held, test.Queue.Counts.Active));
        Assert.Equal([(MailEventKind.Held, "its sender is held"), (MailEventKind.Held, "its sender is held")], test.Events.All.Where(fact => fact.Message == id && fact.Kind != MailEventKind.Accepted).Select(fact => (fact.Kind, fact.Detail)));
        test.Restart();
        Assert.Null(await test.TakeAsync());
        gate.Reason = null;
        await test.Queue.ReleaseAsync(new QueueFilter(id), "looked at", TestContext.Current.CancellationToken);
        Assert.Equal([0, 1], (await test.TakeAsync())!.DueRecipients);
    }

    [Fact]
    public async Task Discard_EndsMail_AndTellsNobody_OnlyOfTheTimeGiven()
    {
        using var test = new QueueUnderTest();
        await test.AcceptAsync("shop", "a@example.net");
        test.Time.Advance(TimeSpan.FromMinutes(10));
        var since = test.Clock.GetUtcNow();
        var late = await test.AcceptAsync("shop", "b@example.net");
        var change = await test.Queue.ActAsync(new QueueAction.Discard(), new QueueFilter { AcceptedSince = since }, "stolen", isDryRun: false, TestContext.Current.CancellationToken);
        Assert.Equal(new QueueChange(1, 1), change);
        Assert.Equal((MailEventKind.Bounced, late), (test.Events.All[^1].Kind, test.Events.All[^1].Message));
        Assert.Equal(1, test.Queue.Counts.Messages);
    }

    private sealed class Gate(string address) : ISendingGate
    {
        public string Address { get; set; } = address;

        public string? Reason { get; set; }

        public string? WhyHeld(Envelope envelope) => Reason;

        public string? WhySuppressed(Envelope envelope, EmailAddress recipient) => recipient.ToString() == Address ? "asked not to be written to" : null;
    }
}
