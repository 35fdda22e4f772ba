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
    public async Task WhatMayNotBeTriedNow_IsWarnedAboutAsWell()
    {
        await _queue.AcceptAsync("shop", "a@example.net");
        for (var hour = 0; hour < 6; hour++)
        {
            await _queue.Queue.PostponeAsync((await _queue.TakeAsync())!, TimeSpan.FromHours(1), "account shop is paused", Stop);
            Assert.Equal(hour < 4 ? 0 : 1, Warnings);
            _queue.Time.Advance(TimeSpan.FromHours(1));
        }
    }

    private int Warnings => _queue.Events.All.Count(fact => fact.Detail?.EndsWith(": delayed", StringComparison.Ordinal) == true);

    private ValueTask<DueMessage?> TakeLateAsync() => _queue.Queue.TakeLateAsync(QueueUnderTest.Domain, Stop);
}
