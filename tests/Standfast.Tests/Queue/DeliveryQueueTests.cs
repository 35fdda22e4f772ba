using System.Text;
using Microsoft.Extensions.Time.Testing;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Tests.Queue;

public sealed class DeliveryQueueTests : IDisposable
{
    private static readonly AttemptDetail s_host = new(0, "mx.example.net", "192.0.2.1:25", null, "rcpt");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FakeSpool _spool = new();
    private readonly FakeEventLog _events = new();
    private DeliveryQueue _queue;

    public DeliveryQueueTests() => _queue = Open();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task Accepted_IsDueAtOnce()
    {
        var id = await AcceptAsync("a@example.net");
        var due = await TakeAsync();
        Assert.Equal(id, due.Envelope.Id);
        Assert.Equal([0], due.DueRecipients);
    }

    [Fact]
    public async Task Deferred_ComesBackAfterItsStep_AndNotBefore()
    {
        await AcceptAsync("a@example.net");
        await EndAsync(await TakeAsync(), new AttemptOutcome.Deferred(new SmtpReply(451, 7, 1, "greylisted")));
        await AssertNothingDueAsync();
        _time.Advance(TimeSpan.FromSeconds(47));
        await AssertNothingDueAsync();
        _time.Advance(TimeSpan.FromSeconds(26));
        Assert.Equal(1, (await TakeAsync()).PreviousAttempts);
    }

    [Fact]
    public async Task OnlyDeferrals_MayWaitForASync()
    {
        await AcceptAsync("a@example.net", "b@example.net");
        var (deferred, delivered) = (new AttemptOutcome.Deferred(new SmtpReply(451, 7, 1, "greylisted")), new AttemptOutcome.Delivered(new SmtpReply(250, 0, 0, "ok")));
        await _queue.CompleteAsync(await TakeAsync(), [new AttemptResult(0, deferred, s_host), new AttemptResult(1, deferred, s_host)], Stop);
        _time.Advance(TimeSpan.FromMinutes(2));
        // The two are due by themselves.
        await EndAsync(await TakeAsync(), delivered);
        Assert.Equal([true, false], _spool.CouldWait);
        await AcceptAsync("c@example.net", "d@example.net");
        await _queue.CompleteAsync(await TakeAsync(), [new AttemptResult(0, deferred, s_host), new AttemptResult(1, delivered, s_host)], Stop);
        Assert.False(_spool.CouldWait[^1]);
    }

    [Fact]
    public async Task RecipientsOfOneDomain_AllComeBack_ThoughTheyAreDueAtDifferentTimes()
    {
        await AcceptAsync("a@example.net", "b@example.net", "c@example.net");
        var due = await TakeAsync();
        await _queue.CompleteAsync(due, [.. due.DueRecipients.Select(index => new AttemptResult(index, new AttemptOutcome.Deferred(new SmtpReply(451, 7, 1, "greylisted")), s_host))], Stop);
        var delivered = 0;
        for (var second = 0; second < 100 && delivered < 3; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            while (await _queue.TakeAsync(OneSite.Name, 100, Stop) is { } later)
            {
                await _queue.CompleteAsync(later, [.. later.DueRecipients.Select(index => new AttemptResult(index, new AttemptOutcome.Delivered(new SmtpReply(250, 0, 0, "ok")), s_host))], Stop);
                delivered += later.DueRecipients.Count;
            }
        }

        Assert.Equal(3, delivered);
        Assert.Equal(0, _queue.Counts.Messages);
    }

    [Fact]
    public async Task Delivered_LeavesTheQueue_AndIsAnEventWithItsAttempt()
    {
        var id = await AcceptAsync("a@example.net");
        await EndAsync(await TakeAsync(), new AttemptOutcome.Delivered(new SmtpReply(250, 0, 0, "ok")));
        Assert.Equal(0, _queue.Counts.Messages);
        var fact = _events.All[^1];
        Assert.Equal((id, MailEventKind.Delivered, "250 2.0.0 ok", 1), (fact.Message, fact.Kind, fact.Detail, fact.Attempt!.Number));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Found_UntilItsEndIsInTheEventLog(bool byHand)
    {
        var id = await AcceptAsync("a@example.net");
        var due = byHand ? null : await TakeAsync();
        QueueEntry? seen = null;
        _events.Appending = () => seen ??= _queue.FindAsync(id, Stop).Result;
        if (due is null) await _queue.BounceAsync(new QueueFilter(id), "not wanted", Stop);
        else await EndAsync(due, new AttemptOutcome.Delivered(new SmtpReply(250, 0, 0, "ok")));
        Assert.NotNull(seen);
        Assert.Null(await _queue.FindAsync(id, Stop));
    }

    [Fact]
    public async Task Bounce_LeavesAlone_WhatAReleaseIsAboutToChange()
    {
        var id = await AcceptAsync("a@example.net");
        _events.Appending = () =>
        {
            _events.Appending = null;
            Assert.Equal(0, _queue.BounceAsync(new QueueFilter(id), "not wanted", Stop).Result);
        };
        await _queue.ReleaseAsync(new QueueFilter(id), "wanted", Stop);
        Assert.Equal(1, _queue.Counts.Messages);
        Assert.Equal(id, (await TakeAsync()).Envelope.Id);
    }

    [Fact]
    public async Task Bounce_IsRecordedOnlyAfterItsNotification()
    {
        var id = await AcceptAsync("a@example.net");
        var statesWhenNotified = new List<RecipientStatus>();
        _events.Appending = () =>
        {
            if (_spool.Messages.Count == 2) statesWhenNotified.Add(_spool.Messages[id].States[0].Status);
        };
        await _queue.BounceAsync(new QueueFilter(id), "not wanted", Stop);
        Assert.Equal([RecipientStatus.Queued, RecipientStatus.Bounced], statesWhenNotified);
    }

    [Fact]
    public async Task Failed_OfOneRecipient_BouncesThatOneOnly()
    {
        await AcceptAsync("good@example.net", "bad@example.net");
        var due = await TakeAsync();
        await _queue.CompleteAsync(due,
            [
                new AttemptResult(0, new AttemptOutcome.Delivered(new SmtpReply(250, 0, 0, "ok")), s_host),
                new AttemptResult(1, new AttemptOutcome.Failed(new SmtpReply(550, 1, 1, "no such user")), s_host),
            ], Stop);
        var notification = await TakeAsync();
        Assert.True(notification.Envelope.Sender.IsNull);
        Assert.Equal("sender@example.org", Assert.Single(notification.Envelope.Recipients).ToString());
        var text = Encoding.UTF8.GetString(notification.Content.InMemory.Span);
        Assert.Contains("Final-Recipient: rfc822; bad@example.net\r\nAction: failed\r\nStatus: 5.1.1\r\n", text, StringComparison.Ordinal);
        Assert.Contains("Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n", text, StringComparison.Ordinal);
        Assert.Contains("Subject: hello\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("good@example.net", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_NotificationItself_EndsWithoutAnother()
    {
        await AcceptAsync("bad@example.net");
        await EndAsync(await TakeAsync(), new AttemptOutcome.Failed(new SmtpReply(550, 1, 1, "no")));
        await EndAsync(await TakeAsync(), new AttemptOutcome.Failed(new SmtpReply(550, 1, 1, "no sender either")));
        Assert.Equal(0, _queue.Counts.Messages);
    }

    [Fact]
    public async Task Deferred_PastFiveDays_ExpiresWithANotification()
    {
        await AcceptAsync("a@example.net");
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            var due = await TakeAsync();
            if (due.Envelope.Sender.IsNull)
            {
                var report = Encoding.UTF8.GetString(due.Content.InMemory.Span);
                if (report.Contains("Action: delayed", StringComparison.Ordinal))
                {
                    await EndAsync(due, new AttemptOutcome.Delivered(new SmtpReply(250, 0, 0, "ok")));
                    _time.Advance(TimeSpan.FromSeconds(Math.Ceiling((NextDue() - _time.GetUtcNow()).TotalSeconds)));
                    continue;
                }

                Assert.Contains("Status: 5.4.7", report, StringComparison.Ordinal);
                Assert.InRange(_time.GetUtcNow() - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromDays(5), TimeSpan.FromDays(5).Add(TimeSpan.FromSeconds(2)));
                return;
            }

            await EndAsync(due, new AttemptOutcome.Deferred(new SmtpReply(451, 4, 1, "down")));
            if (_queue.Counts.Messages == 1) _time.Advance(TimeSpan.FromSeconds(Math.Ceiling((NextDue() - _time.GetUtcNow()).TotalSeconds)));
        }

        Assert.Fail("never expired");
    }

    [Fact]
    public async Task Restart_KeepsWhatIsUndone_AndItsAttempts()
    {
        var id = await AcceptAsync("a@example.net");
        await EndAsync(await TakeAsync(), new AttemptOutcome.Deferred(new SmtpReply(451, 4, 1, "down")));
        _queue.Dispose();
        _queue = Open();
        _time.Advance(TimeSpan.FromMinutes(2));
        var due = await TakeAsync();
        Assert.Equal((id, 1), (due.Envelope.Id, due.PreviousAttempts));
    }

    [Fact]
    public async Task Held_IsNotTried_UntilReleased()
    {
        var id = await AcceptAsync("a@example.net");
        Assert.Equal(1, await _queue.HoldAsync(new QueueFilter(Id: id), "checking", Stop));
        await AssertNothingDueAsync();
        Assert.Equal(1, _queue.Counts.Held);
        Assert.Equal(1, await _queue.ReleaseAsync(new QueueFilter(Id: id), "fine", Stop));
        Assert.Equal(id, (await TakeAsync()).Envelope.Id);
    }

    [Fact]
    public async Task Bounce_ByFilter_EndsMatchingRecipientsOnly()
    {
        await AcceptAsync("a@one.example", "b@two.example");
        Assert.Equal(1, await _queue.BounceAsync(new QueueFilter(RecipientDomain: DomainName.Parse("two.example")), "closed", Stop));
        var entry = Assert.Single(await _queue.ListAsync(new QueueFilter(Account: AccountId.Default), 10, Stop));
        Assert.Equal([RecipientStatus.Queued, RecipientStatus.Bounced], entry.States.Select(state => state.Status));
    }

    [Fact]
    public async Task Returned_IsDueAgain_WithoutCountingAsATry()
    {
        await AcceptAsync("a@example.net");
        var due = await TakeAsync();
        _queue.Return(due, due.DueRecipients);
        Assert.Equal(0, (await TakeAsync()).PreviousAttempts);
    }

    [Fact]
    public async Task Accept_Faults_WhenTheSpoolHasFailed()
    {
        _spool.Failure = "sync failed";
        await Assert.ThrowsAsync<SpoolFailedException>(() => AcceptAsync("a@example.net"));
        Assert.Equal(0, _queue.Counts.Messages);
        Assert.Equal(new Unavailability.Failed("sync failed"), _queue.Unavailable);
    }

    private DeliveryQueue Open()
    {
        var queue = OpenQueue();
        queue.Attach(new OneSite(queue));
        return queue;
    }

    private DeliveryQueue OpenQueue() => new(
        _spool, _events, new SpoolIdGenerator(_time, new Random(1)),
        new RetrySchedule([TimeSpan.FromMinutes(1), TimeSpan.FromHours(4)], TimeSpan.FromDays(5), new Random(2)),
        new DeliveryQueueOptions { Hostname = "mail.example.org" }, _time);

    private DateTimeOffset NextDue() => _spool.Recovered.Min(message => message.NextDue);

    private async Task<SpoolId> AcceptAsync(params string[] recipients)
    {
        var id = _queue.NextId();
        await using var writer = _queue.Begin(id);
        await writer.WriteAsync("Subject: hello\r\n\r\nbody\r\n"u8.ToArray(), Stop);
        var envelope = new Envelope(id, new ReversePath(EmailAddress.Parse("sender@example.org")), _time.GetUtcNow(), [.. recipients.Select(EmailAddress.Parse)]) { Account = AccountId.Default };
        await _queue.AcceptAsync(writer, envelope, ReadOnlyMemory<byte>.Empty, [new MailEvent(id, _time.GetUtcNow(), MailEventKind.Accepted)], Stop);
        return id;
    }

    private async Task EndAsync(DueMessage due, AttemptOutcome outcome) =>
        await _queue.CompleteAsync(due, [.. due.DueRecipients.Select(index => new AttemptResult(index, outcome, s_host))], Stop);

    private async Task<DueMessage> TakeAsync() => await _queue.TakeAsync(OneSite.Name, 100, Stop) ?? throw new InvalidOperationException("nothing is due");

    private async Task AssertNothingDueAsync() => Assert.Null(await _queue.TakeAsync(OneSite.Name, 100, Stop));
}
