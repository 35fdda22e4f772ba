using System.Text;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Tests.Queue;

/// <summary>What people do to queued mail by filter, and what they would do.</summary>
public sealed class QueueActionTests : IDisposable
{
    private readonly QueueUnderTest _queue = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _queue.Dispose();

    public static TheoryData<string> Filters() => ["stream", "campaign", "recipient", "sender", "site", "older", "status"];

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Filter_MatchesItsMail_AndDryRunChangesNothing(string name)
    {
        await _queue.AcceptAsync("shop", "other@other.example");
        if (name == "older") _queue.Time.Advance(TimeSpan.FromHours(1));
        var id = await _queue.AcceptAsync("shop", envelope => envelope with
        {
            Stream = StreamName.Bulk,
            Campaign = CampaignName.Parse("spring"),
            Sender = new ReversePath(EmailAddress.Parse("news@example.org")),
        }, "a@example.net", "b@example.net");
        if (name == "status") await _queue.Queue.HoldAsync(new QueueFilter(id), "look", Stop);
        var filter = name switch
        {
            "stream" => new QueueFilter { Stream = StreamName.Bulk },
            "campaign" => new QueueFilter { Campaign = CampaignName.Parse("spring") },
            "recipient" => new QueueFilter { Recipient = EmailAddress.Parse("a@example.net") },
            "sender" => new QueueFilter { Sender = EmailAddress.Parse("news@example.org") },
            "site" => new QueueFilter { Site = "net" },
            "older" => new QueueFilter { AcceptedBefore = _queue.Time.GetUtcNow() },
            _ => new QueueFilter { Status = RecipientStatus.Held },
        };
        var expected = new QueueChange(1, name is "recipient" or "older" ? 1 : 2);
        var facts = _queue.Events.All.Count;
        Assert.Equal(expected, await _queue.Queue.ActAsync(new QueueAction.Bounce(), filter, "closed", isDryRun: true, Stop));
        Assert.Equal(facts, _queue.Events.All.Count);
        Assert.Equal(2, _queue.Queue.Counts.Messages);
        Assert.Single(await _queue.Queue.ListAsync(filter, 10, Stop));
        Assert.Equal(expected, await _queue.Queue.ActAsync(new QueueAction.Bounce(), filter, "closed", isDryRun: false, Stop));
        Assert.Equal(expected.Recipients, _queue.Events.All.Count(fact => fact is { Kind: MailEventKind.Bounced, Detail: "closed" }));
    }

    [Fact]
    public async Task Messages_ThatSeemToComeFromTheFuture_AreActedOn()
    {
        await _queue.AcceptAsync("shop", "a@example.net");
        await _queue.Queue.HoldAsync(new QueueFilter(), "look", Stop);
        _queue.Clock.Offset = TimeSpan.FromMinutes(-50);
        Assert.Equal(1, await _queue.Queue.ReleaseAsync(new QueueFilter(), "looked", Stop));
    }

    [Fact]
    public async Task Bounce_LeavesItsOwnNotificationsAlone_WhereTheClockWasSetBack()
    {
        await _queue.AcceptAsync("shop", "a@example.net");
        _queue.Time.Advance(TimeSpan.FromHours(1));
        await _queue.AcceptAsync("shop", "b@example.net");
        _queue.Clock.Offset = TimeSpan.FromMinutes(-30);
        Assert.Equal(new QueueChange(2, 2), await ActAsync(new QueueAction.Bounce(), new QueueFilter()));
        Assert.Equal(2, _queue.Queue.Counts.Messages);
    }

    [Fact]
    public async Task Rerouted_GoesToItsNewHost_AcrossARestart_AndBack()
    {
        Assert.True(RouteOverride.TryParse("relay.example:2525", out var route));
        var id = await _queue.AcceptAsync("shop", "a@example.net", "b@other.example");
        Assert.Equal(new QueueChange(1, 1), await ActAsync(new QueueAction.Reroute(route), new QueueFilter { RecipientDomain = DomainName.Parse("example.net") }));
        Assert.Equal(new QueueChange(0, 0), await ActAsync(new QueueAction.Reroute(route), new QueueFilter { RecipientDomain = DomainName.Parse("example.net") }));
        Assert.Null(await _queue.TakeAsync());
        var due = (await _queue.TakeAsync(route.Lane.Value))!;
        Assert.Equal([0], due.DueRecipients);
        await _queue.DeferAsync(due);
        _queue.Restart();
        _queue.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(await _queue.TakeAsync());
        await _queue.DeferAsync((await _queue.TakeAsync(route.Lane.Value))!);
        await ActAsync(new QueueAction.Reroute(null), new QueueFilter(id));
        Assert.Null(await _queue.TakeAsync(route.Lane.Value));
        Assert.NotNull(await _queue.TakeAsync());
        Assert.Contains(_queue.Events.All, fact => fact is { Kind: MailEventKind.Rerouted, Detail: "to relay.example:2525: why" });
    }

    [Fact]
    public async Task Expired_ByHand_TellsItsSender()
    {
        await _queue.AcceptAsync("shop", "a@example.net");
        await ActAsync(new QueueAction.Expire(), new QueueFilter());
        var report = (await _queue.TakeAsync("example.org"))!;
        Assert.Contains("Status: 5.4.7\r\n", Encoding.UTF8.GetString(report.Content.InMemory.Span), StringComparison.Ordinal);
        Assert.Equal(1, _queue.Queue.Counts.Messages);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Expiry_OfAMessage_EndsIt_ThoughNobodyTakesIt(bool restarts)
    {
        await _queue.AcceptAsync("shop", envelope => envelope with { ExpiresAt = QueueUnderTest.Start.AddMinutes(10) }, "a@example.net");
        if (restarts) _queue.Restart();
        _queue.Time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(1, _queue.Queue.Counts.Messages);
        _queue.Time.Advance(TimeSpan.FromMinutes(2));
        var report = (await _queue.TakeAsync("example.org"))!;
        Assert.True(report.Envelope.Sender.IsNull);
        Assert.Null(await _queue.TakeAsync());
        Assert.Contains(_queue.Events.All, fact => fact.Kind == MailEventKind.Expired);
    }

    [Fact]
    public async Task Expiry_ThatPassesInHand_EndsWhatComesBackUnsent()
    {
        await _queue.AcceptAsync("shop", envelope => envelope with { ExpiresAt = QueueUnderTest.Start.AddMinutes(10) }, "a@example.net");
        var due = (await _queue.TakeAsync())!;
        _queue.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.DoesNotContain(_queue.Events.All, fact => fact.Kind == MailEventKind.Expired);

        _queue.Queue.Return(due, due.DueRecipients);
        Assert.Null(await _queue.TakeAsync());
        _queue.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains(_queue.Events.All, fact => fact.Kind == MailEventKind.Expired);
        Assert.Null(await _queue.TakeAsync());
    }

    [Fact]
    public async Task Expiry_ThatPassesWhileItIsBeingHeld_EndsIt()
    {
        await _queue.AcceptAsync("shop", envelope => envelope with { ExpiresAt = QueueUnderTest.Start.AddMinutes(10) }, "a@example.net");
        var due = (await _queue.TakeAsync())!;
        _queue.Time.Advance(TimeSpan.FromMinutes(11));
        await _queue.EndAsync(due, new AttemptOutcome.Held("why"));
        _queue.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains(_queue.Events.All, fact => fact.Kind == MailEventKind.Expired);
    }

    [Fact]
    public async Task Recipients_InHand_AreLeftToTheirAttempt()
    {
        await _queue.AcceptAsync("shop", "a@example.net");
        var due = (await _queue.TakeAsync())!;
        Assert.Equal(new QueueChange(0, 0), await ActAsync(new QueueAction.Bounce(), new QueueFilter()));
        await _queue.DeliverAsync(due);
        Assert.Equal(0, _queue.Queue.Counts.Messages);
    }

    private Task<QueueChange> ActAsync(QueueAction action, QueueFilter filter) => _queue.Queue.ActAsync(action, filter, "why", isDryRun: false, Stop);
}
