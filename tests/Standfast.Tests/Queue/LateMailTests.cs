using Standfast.Events;
using Standfast.Mail;
using Standfast.Mail.Notifications;
using Standfast.Queue;

namespace Standfast.Tests.Queue;

/// <summary>Mail that waits without being tried: each message is looked at once for whether its sender is to be told, and keeps its place.</summary>
public sealed class LateMailTests : IDisposable
{
    private static readonly SmtpReply s_reason = new(451, 4, 4, "no host of example.net answers");

    private readonly QueueUnderTest _queue = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task Late_IsWhatWaitsForFourHours_EachOnce_AndItGoesFirst()
    {
        var old = await _queue.AcceptAsync("shop", "a@example.net", "b@example.net");
        Assert.Null(await TakeLateAsync());
        _queue.Time.Advance(TimeSpan.FromHours(4));
        var young = await _queue.AcceptAsync("shop", "c@example.net");
        var late = (await TakeLateAsync())!;
        Assert.Equal((old, 2), (late.Envelope.Id, late.DueRecipients.Count));
        Assert.Null(await TakeLateAsync());
        await _queue.Queue.WarnAsync(late, s_reason, Stop);
        Assert.Null(await TakeLateAsync());
        Assert.Equal(1, Warnings);

        var first = (await _queue.TakeAsync())!;
        var second = (await _queue.TakeAsync())!;
        Assert.Equivalent(new[] { old, young }, new[] { first.Envelope.Id, second.Envelope.Id });
        Assert.Equal(0, first.PreviousAttempts);
        await _queue.DeliverAsync(first);
        await _queue.DeliverAsync(second);
    }

    [Fact]
    public async Task AfterARestart_ItIsLookedAtAgain_AndNobodyIsToldTwice()
    {
        await _queue.AcceptAsync("shop", "a@example.net");
        _queue.Time.Advance(TimeSpan.FromHours(4));
        await _queue.Queue.WarnAsync((await TakeLateAsync())!, s_reason, Stop);
        _queue.Restart();
        var late = (await TakeLateAsync())!;
        await _queue.Queue.WarnAsync(late, s_reason, Stop);
        Assert.Equal(1, Warnings);
        // Nor by the outcome of a try.
        await _queue.DeferAsync((await _queue.TakeAsync())!);
        Assert.Equal(1, Warnings);
    }

    [Fact]
    public async Task OlderThanItsTime_AlsoWhenItWasToldOf_Ends()
    {
        await _queue.AcceptAsync("shop", "a@example.net");
        _queue.Time.Advance(TimeSpan.FromHours(4));
        await _queue.Queue.WarnAsync((await TakeLateAsync())!, s_reason, Stop);
        _queue.Time.Advance(TimeSpan.FromDays(5));
        await _queue.DeferAsync((await _queue.Queue.TakeExpiredAsync(QueueUnderTest.Domain, 100, Stop))!);
        Assert.Contains(_queue.Events.All, fact => fact.Kind == MailEventKind.Expired);
    }

    [Theory]
    [InlineData(DsnNotify.Never, "transactional", true)]
    [InlineData(DsnNotify.Delay, "bulk", false)]
    public async Task WhoDoesNotWantToKnow_IsNotTold_AndCampaignsAreLeftAlone(DsnNotify notify, string stream, bool isLookedAt)
    {
        await _queue.AcceptAsync("shop", envelope => envelope with { Stream = StreamName.Parse(stream), Notifications = [new RecipientDsn(notify, null)] }, "a@example.net");
        _queue.Time.Advance(TimeSpan.FromHours(4));
        var late = await TakeLateAsync();
        Assert.Equal(isLookedAt, late is not null);
        if (late is not null) await _queue.Queue.WarnAsync(late, s_reason, Stop);
        Assert.Equal(0, Warnings);
        Assert.NotNull(await _queue.TakeAsync());
    }

    [Fact]
    public async Task OneSiteOfManyDomains_EachEntryIsLookedAtOnce_AndNoneIsAdded()
    {
        var site = new OneSite(_queue.Queue);
        _queue.Queue.Attach(site);
        await _queue.AcceptAsync("shop", "a@example.net", "b@example.com", "c@example.org");
        _queue.Time.Advance(TimeSpan.FromHours(4));
        var looks = 0;
        for (; await _queue.Queue.TakeLateAsync(OneSite.Name, Stop) is { } late; looks++)
        {
            Assert.Single(late.DueRecipients);
            await _queue.Queue.WarnAsync(late, s_reason, Stop);
        }

        Assert.Equal((3, 3), (looks, Warnings));
        var due = (await _queue.TakeAsync(OneSite.Name))!;
        Assert.Equal(3, due.DueRecipients.Count);
        await _queue.DeliverAsync(due);
        // The reports to example.org are all that is left.
        while (await _queue.TakeAsync(OneSite.Name) is { } report) await _queue.DeliverAsync(report);
        Assert.Equal(0, _queue.Queue.Counts.Messages);
    }

    [Fact]
    public async Task WhatIsSentLater_IsLate_FourHoursAfterThat()
    {
        await _queue.AcceptAsync("shop", envelope => envelope with { NotBefore = QueueUnderTest.Start.AddHours(10) }, "a@example.net");
        _queue.Time.Advance(TimeSpan.FromHours(10.1));
        Assert.False(await _queue.Queue.WarnAsync((await TakeLateAsync())!, s_reason, Stop));
        Assert.Equal(0, Warnings);
        _queue.Time.Advance(TimeSpan.FromHours(4));
        Assert.True(await _queue.Queue.WarnAsync((await TakeLateAsync())!, s_reason, Stop));
        Assert.Equal(1, Warnings);
        Assert.Null(await TakeLateAsync());
    }

    [Fact]
    public async Task WhenTheClockHasJustJumped_NobodyIsTold_NorCountsAsTold()
    {
        await _queue.AcceptAsync("shop", "a@example.net");
        _queue.Time.Advance(TimeSpan.FromHours(4));
        var late = (await TakeLateAsync())!;
        _queue.Clock.Offset = TimeSpan.FromHours(3);
        Assert.False(await _queue.Queue.WarnAsync(late, s_reason, Stop));
        Assert.Equal(0, Warnings);
        Assert.Null(await TakeLateAsync());
        _queue.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.True(await _queue.Queue.WarnAsync((await TakeLateAsync())!, s_reason, Stop));
        Assert.Equal(1, Warnings);
    }

    [Fact]
    public async Task WithoutRoom_NobodyIsTold_UntilThereIs()
    {
        await _queue.AcceptAsync("shop", "a@example.net");
        _queue.Time.Advance(TimeSpan.FromHours(4));
        _queue.Spool.Shortage = "the disk is full";
        Assert.Null(await TakeLateAsync());
        _queue.Spool.Shortage = null;
        Assert.True(await _queue.Queue.WarnAsync((await TakeLateAsync())!, s_reason, Stop));
        Assert.Equal(1, Warnings);
    }

    [Fact]
    public async Task OneAccountWithMuch_DoesNotKeepOthersFromBeingLookedAt()
    {
        for (var number = 0; number < 50; number++) await _queue.AcceptAsync("shop", "a@example.net");
        var other = await _queue.AcceptAsync("news", "b@example.net");
        _queue.Time.Advance(TimeSpan.FromHours(4));
        var seen = new List<SpoolId>();
        for (var look = 0; look < 4; look++)
        {
            var late = (await TakeLateAsync())!;
            seen.Add(late.Envelope.Id);
            await _queue.Queue.WarnAsync(late, s_reason, Stop);
        }

        Assert.Contains(other, seen);
    }

    private int Warnings => _queue.Events.All.Count(fact => fact.Detail?.EndsWith(": delayed", StringComparison.Ordinal) == true);

    private ValueTask<DueMessage?> TakeLateAsync() => _queue.Queue.TakeLateAsync(QueueUnderTest.Domain, Stop);
}
