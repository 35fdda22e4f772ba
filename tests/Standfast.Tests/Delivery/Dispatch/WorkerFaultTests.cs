using System.Net;
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

namespace Standfast.Tests.Delivery.Dispatch;

public sealed class WorkerFaultTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_IsDeferred_WhenABugStopsItsTry()
    {
        var events = new FakeEventLog();
        using var queue = new DeliveryQueue(
            new FakeSpool(), events, new SpoolIdGenerator(TimeProvider.System, new Random(1)), new RetrySchedule([TimeSpan.FromHours(1)], TimeSpan.FromDays(5), new Random(2)),
            new DeliveryQueueOptions { Hostname = "mail.example.org" }, TimeProvider.System);
        var options = new DeliveryOptions { Hostname = DomainName.Parse("mail.example.org"), MaildirRoot = "/nowhere", Relay = new RelayHost("192.0.2.1", 25, null, null) };
        var world = new BrokenWorld();
        using var engine = new DeliveryEngine(queue, world, world, world, options, TimeProvider.System, new Random(3), NullLogger.Instance);
        using var stopping = new CancellationTokenSource();
        var running = engine.RunAsync(stopping.Token);
        var id = queue.NextId();
        await using var writer = queue.Begin(id);
        var envelope = new Envelope(id, ReversePath.Null, TimeProvider.System.GetUtcNow(), [EmailAddress.Parse("you@example.net")]) { Account = AccountId.Default };
        await queue.AcceptAsync(writer, envelope, ReadOnlyMemory<byte>.Empty, [new MailEvent(id, DateTimeOffset.UnixEpoch, MailEventKind.Accepted)], Stop);
        var fact = await TextPeer.SoonAsync(events.FirstAsync(fact => fact.Recipient is not null));
        Assert.Equal((MailEventKind.Deferred, "451 4.3.0 an internal fault; see the log"), (fact.Kind, fact.Detail));
        await stopping.CancelAsync();
        await TextPeer.SoonAsync(running);
    }

    private sealed class BrokenWorld : IDnsResolver, INetwork, ILocalDomains
    {
        public LocalRoute? Find(DomainName name) => null;

        public Task<INetworkConnection> ConnectAsync(EndPoint remote, IPAddress? source, CancellationToken cancellationToken) => throw new InvalidOperationException("a bug");

        public Task<DnsAnswer<MxRecord>> ResolveMxAsync(DomainName name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DnsAnswer<IPAddress>> ResolveAddressesAsync(DomainName name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DnsAnswer<string>> ResolveTxtAsync(DomainName name, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
