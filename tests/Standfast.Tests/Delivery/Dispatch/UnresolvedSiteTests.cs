using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Standfast.Delivery;
using Standfast.Delivery.Dispatch;
using Standfast.Delivery.Network;
using Standfast.Delivery.Shaping;
using Standfast.Dns;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Tests.Queue;
using Standfast.Tests.Smtp;

namespace Standfast.Tests.Delivery.Dispatch;

public sealed class UnresolvedSiteTests
{
    private const int Messages = 50;
    private const int ToldAtFirst = 3;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mail_WaitsForTheName_WithoutATryEach()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var events = new FakeEventLog();
        using var queue = new DeliveryQueue(
            new FakeSpool(), events, new SpoolIdGenerator(time, new Random(1)), new RetrySchedule([TimeSpan.FromHours(1)], TimeSpan.FromDays(5), new Random(2)),
            new DeliveryQueueOptions { Hostname = "mail.example.org" }, time);
        for (var number = 0; number < Messages; number++) await AcceptAsync(queue, time, number);
        var world = new FailingNames();
        var options = new DeliveryOptions { Hostname = DomainName.Parse("mail.example.org"), MaildirRoot = "/nowhere" };
        using var engine = new DeliveryEngine(queue, world, world, world, options, time, new Random(3), NullLogger.Instance);
        using var stopping = new CancellationTokenSource();
        var running = engine.RunAsync(stopping.Token);

        await CountAsync(events, MailEventKind.Deferred, ToldAtFirst);
        Assert.Equal(1, world.Asked);
        // 15 s, then twice as long, at the pace of the name.
        foreach (var (wait, told) in new[] { (15, 1), (30, 2), (60, 3) })
        {
            time.Advance(TimeSpan.FromSeconds(wait) * CircuitBreaker.PaceOf("example.net") - TimeSpan.FromSeconds(1));
            Assert.Equal(told, world.Asked);
            time.Advance(TimeSpan.FromSeconds(1));
            await CountAsync(events, MailEventKind.Deferred, ToldAtFirst + told);
            Assert.Equal(told + 1, world.Asked);
        }

        world.Answer = new DnsAnswer<MxRecord>.NoSuchName();
        time.Advance(TimeSpan.FromSeconds(120) * CircuitBreaker.PaceOf("example.net"));
        await CountAsync(events, MailEventKind.Bounced, Messages - ToldAtFirst - 3);
        await stopping.CancelAsync();
        await TextPeer.SoonAsync(running);
        Assert.Equal(ToldAtFirst + 3, events.All.Count(fact => fact.Kind == MailEventKind.Deferred));
    }

    private static async Task AcceptAsync(DeliveryQueue queue, TimeProvider time, int number)
    {
        var id = queue.NextId();
        await using var writer = queue.Begin(id);
        var envelope = new Envelope(id, ReversePath.Null, time.GetUtcNow(), [EmailAddress.Parse($"user{number}@example.net")]) { Account = AccountId.Default };
        await queue.AcceptAsync(writer, envelope, ReadOnlyMemory<byte>.Empty, [new MailEvent(id, time.GetUtcNow(), MailEventKind.Accepted)], Stop);
    }

    /// <summary>Waits for so many facts, then a little for one too many.</summary>
    private static async Task CountAsync(FakeEventLog events, MailEventKind kind, int count)
    {
        var end = TimeProvider.System.GetTimestamp() + (10 * TimeProvider.System.TimestampFrequency);
        while (events.All.Count(fact => fact.Kind == kind) < count && TimeProvider.System.GetTimestamp() < end) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Stop);
        await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Stop);
        Assert.Equal(count, events.All.Count(fact => fact.Kind == kind));
    }

    private sealed class FailingNames : IDnsResolver, INetwork, ILocalDomains
    {
        private int _asked;

        public int Asked => _asked;

        public DnsAnswer<MxRecord> Answer { get; set; } = new DnsAnswer<MxRecord>.Failed("SERVFAIL");

        public LocalRoute? Find(DomainName name) => null;

        public Task<INetworkConnection> ConnectAsync(EndPoint remote, IPAddress? source, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DnsAnswer<MxRecord>> ResolveMxAsync(DomainName name, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            return Task.FromResult(Answer);
        }

        public Task<DnsAnswer<IPAddress>> ResolveAddressesAsync(DomainName name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DnsAnswer<string>> ResolveTxtAsync(DomainName name, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
