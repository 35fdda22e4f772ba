using Microsoft.Extensions.Time.Testing;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Tests.Queue;

/// <summary>A queue on fakes: time moved by hand, a spool in memory, each domain its own site.</summary>
internal sealed class QueueUnderTest : IDisposable, IDeliveryDispatcher
{
    public const string Domain = "example.net";

    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DeliveryQueueOptions _options;

    public QueueUnderTest(DeliveryQueueOptions? options = null)
    {
        _options = options ?? new DeliveryQueueOptions { Hostname = "mail.example.org" };
        Clock = new JumpingClock(Time);
        ClockMemory = new FakeClockMemory(Time);
        Queue = Open();
    }

    public FakeTimeProvider Time { get; } = new(Start);

    /// <summary>The queue's own clock: <see cref="Time"/>, plus what it jumped.</summary>
    public JumpingClock Clock { get; }

    public FakeClockMemory ClockMemory { get; }

    public IReportSigner? Signer { get; init; }

    public FakeSpool Spool { get; } = new();

    public FakeEventLog Events { get; } = new();

    public DeliveryQueue Queue { get; private set; }

    public byte[] Content { get; set; } = "Subject: hello\r\n\r\nbody\r\n"u8.ToArray();

    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMinutes(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Restart()
    {
        Queue.Dispose();
        Queue = Open();
    }

    public Task<SpoolId> AcceptAsync(string account, params string[] recipients) => AcceptAsync(account, envelope => envelope, recipients);

    public async Task<SpoolId> AcceptAsync(string account, Func<Envelope, Envelope> terms, params string[] recipients)
    {
        var id = Queue.NextId();
        await using var writer = Queue.Begin(id);
        await writer.WriteAsync(Content, Stop);
        var envelope = new Envelope(id, new ReversePath(EmailAddress.Parse("sender@example.org")), Clock.GetUtcNow(), [.. recipients.Select(EmailAddress.Parse)]) { Account = AccountId.Parse(account) };
        await Queue.AcceptAsync(writer, terms(envelope), ReadOnlyMemory<byte>.Empty, [new MailEvent(id, Clock.GetUtcNow(), MailEventKind.Accepted)], Stop);
        return id;
    }

    public ValueTask<DueMessage?> TakeAsync(string site = Domain) => Queue.TakeAsync(site, 100, Stop);

    public Task DeliverAsync(DueMessage due) => EndAsync(due, new AttemptOutcome.Delivered(new SmtpReply(250, 0, 0, "ok")));

    public Task DeferAsync(DueMessage due) => EndAsync(due, new AttemptOutcome.Deferred(new SmtpReply(451, 4, 1, "down")));

    public Task FailAsync(DueMessage due) => EndAsync(due, new AttemptOutcome.Failed(new SmtpReply(550, 1, 1, "no such user")));

    public async Task EndAsync(DueMessage due, AttemptOutcome outcome, string phase = "rcpt") => await Queue.CompleteAsync(
        due, [.. due.DueRecipients.Select(index => new AttemptResult(index, outcome, new AttemptDetail(0, "mx.example.net", "192.0.2.1:25", null, phase)))], Stop);

    public void Dispose() => Queue.Dispose();

    void IDeliveryDispatcher.RouteWanted(DomainName domain) => Queue.Assign(domain, domain.Value);

    void IDeliveryDispatcher.WorkReady(string site) { }

    private DeliveryQueue Open()
    {
        var queue = new DeliveryQueue(Spool, Events, new SpoolIdGenerator(Clock, new Random(1)), new RetrySchedule([RetryAfter], TimeSpan.FromDays(5), new Random(2)), _options, Clock, Signer, clockMemory: ClockMemory);
        Queue = queue;
        queue.Attach(this);
        return queue;
    }
}
