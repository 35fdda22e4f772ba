using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
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

public sealed class LookUpLanesTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LookUpWithoutAnAnswer_GivesWay_WhileThereIsRoomAmongTheSlow()
    {
        using var lanes = new LookUpLanes(2, 1, _time);
        var first = await lanes.EnterAsync(isSlow: false, Stop);
        var second = await lanes.EnterAsync(isSlow: false, Stop);
        var third = lanes.EnterAsync(isSlow: false, Stop);
        _time.Advance(LookUpLanes.Soon - TimeSpan.FromTicks(1));
        Assert.False(third.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));
        using var entered = await TextPeer.SoonAsync(third);

        // The slow lane has one place: the other stays where it is until that is free.
        var fourth = lanes.EnterAsync(isSlow: false, Stop);
        _time.Advance(LookUpLanes.Soon);
        Assert.False(fourth.IsCompleted);
        first.Dispose();
        _time.Advance(LookUpLanes.Soon);
        using var last = await TextPeer.SoonAsync(fourth);
        second.Dispose();
    }

    [Fact]
    public async Task Ends_GiveBackEachPlaceOnce()
    {
        using var lanes = new LookUpLanes(2, 2, _time);
        for (var round = 0; round < 5; round++)
        {
            var turns = new List<IDisposable>();
            for (var number = 0; number < 2; number++) turns.Add(await TextPeer.SoonAsync(lanes.EnterAsync(isSlow: false, Stop)));
            _time.Advance(LookUpLanes.Soon);
            for (var number = 0; number < 2; number++) turns.Add(await TextPeer.SoonAsync(lanes.EnterAsync(isSlow: false, Stop)));
            using var given = new CancellationTokenSource();
            var fast = lanes.EnterAsync(isSlow: false, given.Token);
            var slow = lanes.EnterAsync(isSlow: true, given.Token);
            _time.Advance(LookUpLanes.Soon);
            Assert.False(fast.IsCompleted || slow.IsCompleted);
            await given.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fast);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow);
            foreach (var turn in turns) turn.Dispose();
        }
    }

    [Fact]
    public async Task NamesWhoseServersAreSilent_DoNotKeepOthersWaiting()
    {
        var events = new FakeEventLog();
        var options = new DeliveryOptions { Hostname = DomainName.Parse("mail.example.org"), MaildirRoot = "/nowhere", LookUps = 20, SlowLookUps = 100 };
        using var queue = new DeliveryQueue(
            new FakeSpool(), events, new SpoolIdGenerator(_time, new Random(1)), new RetrySchedule([TimeSpan.FromHours(1)], TimeSpan.FromDays(5), new Random(2)),
            new DeliveryQueueOptions { Hostname = "mail.example.org" }, _time);
        for (var number = 0; number < 60; number++) await AcceptAsync(queue, $"silent{number}.example");
        var world = new SilentNames();
        using var engine = new DeliveryEngine(queue, world, world, world, options, _time, new Random(3), NullLogger.Instance);
        using var stopping = new CancellationTokenSource();
        var running = engine.RunAsync(stopping.Token);
        await UntilAsync(() => world.Asked.Count == options.LookUps);

        await AcceptAsync(queue, "answered.example");
        // Three turns of those that get no answer, then it is asked for.
        for (var turn = 1; turn <= 3; turn++)
        {
            Assert.DoesNotContain("answered.example", world.Asked.Keys);
            _time.Advance(LookUpLanes.Soon);
            await UntilAsync(() => world.Asked.Count >= Math.Min(61, options.LookUps * (turn + 1)));
        }

        await UntilAsync(() => events.All.Any(fact => fact.Kind == MailEventKind.Bounced));
        Assert.Equal(60, world.Asked.Values.Count(isAnswered => !isAnswered));
        await stopping.CancelAsync();
        await TextPeer.SoonAsync(running);
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        var end = TimeProvider.System.GetTimestamp() + (10 * TimeProvider.System.TimestampFrequency);
        while (!isSo() && TimeProvider.System.GetTimestamp() < end) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Stop);
        Assert.True(isSo());
    }

    private async Task AcceptAsync(DeliveryQueue queue, string domain)
    {
        var id = queue.NextId();
        await using var writer = queue.Begin(id);
        var envelope = new Envelope(id, ReversePath.Null, _time.GetUtcNow(), [EmailAddress.Parse($"user@{domain}")]) { Account = AccountId.Default };
        await queue.AcceptAsync(writer, envelope, ReadOnlyMemory<byte>.Empty, [new MailEvent(id, _time.GetUtcNow(), MailEventKind.Accepted)], Stop);
    }

    /// <summary>Answers for names that are not silent: there is none such.</summary>
    private sealed class SilentNames : IDnsResolver, INetwork, ILocalDomains
    {
        /// <summary>Name, and whether it is answered for.</summary>
        public ConcurrentDictionary<string, bool> Asked { get; } = new();

        public LocalRoute? Find(DomainName name) => null;

        public Task<INetworkConnection> ConnectAsync(EndPoint remote, IPAddress? source, CancellationToken cancellationToken) => throw new NotSupportedException();

        public async Task<DnsAnswer<MxRecord>> ResolveMxAsync(DomainName name, CancellationToken cancellationToken)
        {
            var isAnswered = Asked[name.Value] = !name.Value.StartsWith("silent", StringComparison.Ordinal);
            if (!isAnswered) await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return new DnsAnswer<MxRecord>.NoSuchName();
        }

        public Task<DnsAnswer<IPAddress>> ResolveAddressesAsync(DomainName name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DnsAnswer<string>> ResolveTxtAsync(DomainName name, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
