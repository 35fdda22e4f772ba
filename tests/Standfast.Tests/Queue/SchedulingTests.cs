using Microsoft.Extensions.Time.Testing;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Tests.Queue;

/// <summary>Who gets the next turn, and that no destination or account keeps the others waiting.</summary>
public sealed class SchedulingTests : IDisposable
{
    private static readonly AttemptDetail s_host = new(0, "mx.example.net", "192.0.2.1:25", null, "rcpt");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FakeSpool _spool = new();
    private readonly DeliveryQueue _queue;
    private readonly Sites _sites;

    public SchedulingTests()
    {
        _queue = new DeliveryQueue(
            _spool, new FakeEventLog(), new SpoolIdGenerator(_time, new Random(1)), new RetrySchedule([TimeSpan.FromMinutes(1)], TimeSpan.FromDays(5), new Random(2)),
            new DeliveryQueueOptions { Hostname = "mail.example.org", MaxFreshInMemory = 10 }, _time);
        _sites = new Sites(_queue);
        _queue.Attach(_sites);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task Accounts_TakeTurns_WhateverTheyHaveQueued()
    {
        for (var count = 0; count < 500; count++) await AcceptAsync("flood", "a@example.net");
        await AcceptAsync("shop", "b@example.net");
        for (var turn = 0; turn < 50; turn++)
        {
            var due = await TakeAsync("example.net");
            if (due!.Envelope.Account!.Value == "shop") return;
        }

        Assert.Fail("the flood is served first");
    }

    [Fact]
    public async Task ManyRecipients_CountAsMany_AgainstTheirAccount()
    {
        for (var count = 0; count < 20; count++)
        {
            await AcceptAsync("lists", [.. Enumerable.Range(0, 100).Select(number => $"u{number}@example.net")]);
            await AcceptAsync("shop", "b@example.net");
        }

        var recipients = new Dictionary<string, int> { ["lists"] = 0, ["shop"] = 0 };
        while (recipients["shop"] < 20)
        {
            var due = await TakeAsync("example.net");
            recipients[due!.Envelope.Account!.Value] += due.DueRecipients.Count;
        }

        Assert.InRange(recipients["lists"], 1, 200);
    }

    [Fact]
    public async Task Site_GetsOnlyMailOfItsDomains()
    {
        await AcceptAsync("shop", "a@one.example", "b@two.example");
        Assert.Equal([0], (await TakeAsync("one.example"))!.DueRecipients);
        Assert.Null(await TakeAsync("one.example"));
        Assert.Equal([1], (await TakeAsync("two.example"))!.DueRecipients);
    }

    [Fact]
    public async Task DomainsOfOneSite_ShareATransaction()
    {
        _sites.Rollup = _ => "mx.example";
        await AcceptAsync("shop", "a@one.example", "b@two.example", "c@one.example");
        Assert.Equal([0, 1, 2], (await TakeAsync("mx.example"))!.DueRecipients);
        Assert.Null(await TakeAsync("mx.example"));
    }

    [Fact]
    public async Task Recipients_BeyondTheMost_FollowAsFurtherMessages()
    {
        await AcceptAsync("shop", [.. Enumerable.Range(0, 25).Select(number => $"u{number}@example.net")]);
        var seen = new List<int>();
        while (await _queue.TakeAsync("example.net", 10, Stop) is { } due)
        {
            Assert.InRange(due.DueRecipients.Count, 1, 10);
            seen.AddRange(due.DueRecipients);
        }

        Assert.Equal(Enumerable.Range(0, 25), seen);
    }

    [Fact]
    public async Task Unassigned_IsAskedForAgain_AndGoesToTheNewSite()
    {
        await AcceptAsync("shop", "a@example.net");
        _sites.Rollup = _ => "new.example";
        _queue.Unassign("example.net");
        Assert.Null(await TakeAsync("example.net"));
        Assert.NotNull(await TakeAsync("new.example"));
    }

    [Fact]
    public async Task Moved_ToAnotherSiteAndBack_IsServedOnce()
    {
        await AcceptAsync("shop", "a@example.net");
        _queue.Assign(DomainName.Parse("example.net"), "other");
        _queue.Assign(DomainName.Parse("example.net"), "example.net");
        Assert.Null(await TakeAsync("other"));
        Assert.NotNull(await TakeAsync("example.net"));
        Assert.Null(await TakeAsync("example.net"));
    }

    [Fact]
    public async Task Site_WithWork_IsNotReleased()
    {
        await AcceptAsync("shop", "a@example.net");
        Assert.False(_queue.Release("example.net"));
        var due = await TakeAsync("example.net");
        Assert.True(_queue.Release("example.net"));
        await DeferAsync(due!);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.NotNull(await TakeAsync("example.net"));
    }

    [Fact]
    public async Task Expired_IsFound_WithoutATry()
    {
        await AcceptAsync("shop", "old@example.net");
        _time.Advance(TimeSpan.FromDays(5));
        await AcceptAsync("shop", "new@example.net");
        Assert.Equal("old@example.net", (await _queue.TakeExpiredAsync("example.net", 100, Stop))!.Envelope.Recipients[0].ToString());
        Assert.Null(await _queue.TakeExpiredAsync("example.net", 100, Stop));
    }

    [Fact]
    public async Task HeldAndReleased_WhileParked_IsTriedOnceOnly()
    {
        var id = await AcceptAsync("shop", "a@example.net");
        await DeferAsync((await TakeAsync("example.net"))!);
        await _queue.HoldAsync(new QueueFilter(Id: id), "look", Stop);
        await _queue.ReleaseAsync(new QueueFilter(Id: id), "fine", Stop);
        await DeferAsync((await TakeAsync("example.net"))!);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.NotNull(await TakeAsync("example.net"));
        Assert.Null(await TakeAsync("example.net"));
    }

    private async Task<SpoolId> AcceptAsync(string account, params string[] recipients)
    {
        var id = _queue.NextId();
        await using var writer = _queue.Begin(id);
        await writer.WriteAsync("Subject: hello\r\n\r\nbody\r\n"u8.ToArray(), Stop);
        var envelope = new Envelope(id, new ReversePath(EmailAddress.Parse("sender@example.org")), _time.GetUtcNow(), [.. recipients.Select(EmailAddress.Parse)]) { Account = AccountId.Parse(account) };
        await _queue.AcceptAsync(writer, envelope, ReadOnlyMemory<byte>.Empty, [new MailEvent(id, _time.GetUtcNow(), MailEventKind.Accepted)], Stop);
        return id;
    }

    private ValueTask<DueMessage?> TakeAsync(string site) => _queue.TakeAsync(site, 100, Stop);

    private async Task DeferAsync(DueMessage due) => await _queue.CompleteAsync(
        due, [.. due.DueRecipients.Select(index => new AttemptResult(index, new AttemptOutcome.Deferred(new SmtpReply(451, 4, 1, "down")), s_host))], Stop);

    /// <summary>One site a domain, unless told otherwise.</summary>
    private sealed class Sites(DeliveryQueue queue) : IDeliveryDispatcher
    {
        public Func<string, string> Rollup { get; set; } = domain => domain;

        public void RouteWanted(DomainName domain) => queue.Assign(domain, Rollup(domain.Value));

        public void WorkReady(string site) { }
    }
}
