using Microsoft.Extensions.Logging.Abstractions;
using Standfast.Delivery;
using Standfast.Delivery.Dispatch;
using Standfast.Delivery.Network;
using Standfast.Dns;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Tests.Queue;
using Standfast.Tests.Smtp;

namespace Standfast.Tests.Delivery.Sites;

/// <summary>Messages to user0@example.net and so on, all waiting when delivery starts, over one connection at a time.</summary>
internal static class SiteRun
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Ends when each message is delivered or refused, or with the first fact that <paramref name="ends"/>.</summary>
    public static async Task<FakeEventLog> SendAsync<TWorld>(TWorld world, int messages, TimeProvider time, Func<DeliveryOptions, DeliveryOptions> options, TimeSpan? retry = null, Predicate<MailEvent>? ends = null)
        where TWorld : INetwork, IDnsResolver, ILocalDomains
    {
        var events = new FakeEventLog();
        using var queue = new DeliveryQueue(
            new FakeSpool(), events, new SpoolIdGenerator(time, new Random(1)), new RetrySchedule([retry ?? TimeSpan.FromHours(1)], TimeSpan.FromDays(5), new Random(2)),
            new DeliveryQueueOptions { Hostname = "mail.example.org" }, time);
        var chosen = options(new DeliveryOptions { Hostname = DomainName.Parse("mail.example.org"), MaildirRoot = "/nowhere", ConnectionsPerSite = 1 });
        using var engine = new DeliveryEngine(queue, world, world, world, chosen, time, new Random(3), NullLogger.Instance);
        for (var number = 0; number < messages; number++) await AcceptAsync(queue, $"user{number}@example.net", time);

        using var stopping = new CancellationTokenSource();
        var running = engine.RunAsync(stopping.Token);
        await TextPeer.SoonAsync(ends is not null ? events.FirstAsync(ends) : Task.WhenAll(Enumerable.Range(0, messages).Select(number =>
            events.FirstAsync(fact => fact.Recipient == $"user{number}@example.net" && fact.Kind is MailEventKind.Delivered or MailEventKind.Bounced))));
        await stopping.CancelAsync();
        await TextPeer.SoonAsync(running);
        return events;
    }

    private static async Task AcceptAsync(DeliveryQueue queue, string recipient, TimeProvider time)
    {
        var id = queue.NextId();
        await using var writer = queue.Begin(id);
        await writer.WriteAsync("Subject: x\r\n\r\nx\r\n"u8.ToArray(), Stop);
        var envelope = new Envelope(id, ReversePath.Null, time.GetUtcNow(), [EmailAddress.Parse(recipient)]);
        await queue.AcceptAsync(writer, envelope, ReadOnlyMemory<byte>.Empty, [new MailEvent(id, DateTimeOffset.UnixEpoch, MailEventKind.Accepted)], Stop);
    }
}
