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

namespace Standfast.Tests.Delivery.Sites;

/// <summary>The DNS does not answer for a domain with much mail: what that costs does not grow with the mail.</summary>
public sealed class UnresolvedBacklogTests : IAsyncDisposable
{
    private const int Messages = 2_000;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new(QueueUnderTest.Start);
    private readonly PooledClock _clock;
    private readonly FakeEventLog _events = new();
    private readonly FakeSpool _spool = new();
    private readonly ScriptedDns _dns = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<IDisposable> _opened = [];
    private readonly DeliveryQueue _queue;
    private Task _running = Task.CompletedTask;

    public UnresolvedBacklogTests()
    {
        _clock = new PooledClock(_time);
        _queue = Open();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private int Deferrals => _events.All.Count(fact => fact.Kind == MailEventKind.Deferred);

    private int Warnings => _events.All.Count(fact => fact.Detail?.EndsWith(": delayed", StringComparison.Ordinal) == true);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        foreach (var opened in Enumerable.Reverse(_opened)) opened.Dispose();
        _stopping.Dispose();
    }

    [Fact]
    public async Task LookUpsAndRecords_DoNotGrowWithTheMail_WhenItBecomesDueOneByOne()
    {
        await AcceptAsync(Messages, index => TimeSpan.FromSeconds(index));
        Run();
        await PassAsync(TimeSpan.FromHours(1));
        // After some 15 s, 30 s, 1, 2, 4, 8 and then each 15 minutes; and some messages are told at first.
        Assert.InRange(_dns.LookUps, 5, 12);
        Assert.InRange(Deferrals, 5, 14);
        Assert.Equal(Messages, _queue.Counts.Messages);
    }

    [Fact]
    public async Task NamesThatFailedTogether_AreNotAskedForTogetherAgain()
    {
        await AcceptAsync(1_500, domainOf: index => $"d{index % 300}.example.net");
        Run();
        await SettleAsync(() => _dns.LookUps == 300);
        var (before, most) = (300, 0);
        for (var second = 0; second < 60; second++)
        {
            await PassAsync(TimeSpan.FromSeconds(1));
            most = Math.Max(most, _dns.LookUps - before);
            before = _dns.LookUps;
        }

        // After 10 to 20 s, and 20 to 40 s later.
        Assert.InRange(before, 890, 960);
        Assert.InRange(most, 1, 60);
    }

    [Fact]
    public async Task MailTooOld_Ends_WhileItWaits()
    {
        await AcceptAsync(100);
        Run();
        // In steps that are no jump of the clock.
        for (var hour = 0; hour < 5 * 24; hour++) await PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(15));
        await TickUntilAsync(() => _queue.Counts.Messages == 0);
        Assert.Equal(0, _queue.Counts.Messages);
        Assert.Equal(100, _events.All.Count(fact => fact.Kind == MailEventKind.Expired));
    }

    [Fact]
    public async Task SendersHearOnce_ThatItTakesLong()
    {
        await AcceptAsync(100, sender: new ReversePath(EmailAddress.Parse("shop@example.org")));
        Run();
        for (var hour = 0; hour < 3; hour++) await PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(15));
        Assert.Equal(0, Warnings);
        for (var hour = 0; hour < 4; hour++) await PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(15));
        await TickUntilAsync(() => Warnings >= 100);
        Assert.Equal(100, Warnings);
        Assert.InRange(Deferrals, 5, 60);
        for (var hour = 0; hour < 4; hour++) await PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(15));
        Assert.Equal(100, Warnings);
    }

    private DeliveryQueue Open()
    {
        var queue = new DeliveryQueue(
            _spool, _events, new SpoolIdGenerator(_clock, new Random(1)), new RetrySchedule([TimeSpan.FromMinutes(1)], TimeSpan.FromDays(4), new Random(2)),
            new DeliveryQueueOptions { Hostname = "mail.example.org" }, _clock);
        _opened.Add(queue);
        return queue;
    }

    private void Run()
    {
        var engine = new DeliveryEngine(
            _queue, _dns, _dns, _dns, new DeliveryOptions { Hostname = DomainName.Parse("mail.example.org"), MaildirRoot = "/nowhere" }, _clock, new Random(3), NullLogger.Instance);
        _opened.Add(engine);
        _running = engine.RunAsync(_stopping.Token);
    }

    private async Task AcceptAsync(int messages, Func<int, TimeSpan>? firstDue = null, ReversePath? sender = null, Func<int, string>? domainOf = null)
    {
        for (var index = 0; index < messages; index++)
        {
            var id = _queue.NextId();
            await using var writer = _queue.Begin(id);
            var envelope = new Envelope(id, sender ?? ReversePath.Null, _time.GetUtcNow(), [EmailAddress.Parse($"you@{domainOf?.Invoke(index) ?? "example.net"}")]) { Account = AccountId.Default };
            if (firstDue is not null) envelope = envelope with { NotBefore = _time.GetUtcNow() + firstDue(index) };
            await _queue.AcceptAsync(writer, envelope, ReadOnlyMemory<byte>.Empty, [new MailEvent(id, _time.GetUtcNow(), MailEventKind.Accepted)], Stop);
        }
    }

    /// <summary>Moves the time on in steps, and waits after each until all that it set off has ended.</summary>
    private async Task PassAsync(TimeSpan span, TimeSpan? step = null)
    {
        for (var passed = TimeSpan.Zero; passed < span; passed += step ?? TimeSpan.FromSeconds(1))
        {
            _time.Advance(step ?? TimeSpan.FromSeconds(1));
            await SettleAsync(() => true);
        }
    }

    /// <summary>On a busy machine the engine may be behind the clock: then it needs further ticks.</summary>
    private async Task TickUntilAsync(Func<bool> holds)
    {
        for (var began = TimeProvider.System.GetTimestamp(); !holds() && TimeProvider.System.GetElapsedTime(began) < s_patience;)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), Stop);
            await PassAsync(TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(15));
        }
    }

    private async Task SettleAsync(Func<bool> holds)
    {
        var (quiet, seen) = (0, (0, 0));
        for (var round = 0; quiet < 3 || !holds(); round++)
        {
            Assert.True(round < 20_000, "it does not become true");
            await Task.Yield();
            if (!holds()) await Task.Delay(1, Stop);
            var now = (_dns.LookUps, _events.All.Count);
            quiet = now == seen ? quiet + 1 : 0;
            seen = now;
        }
    }

    private sealed class ScriptedDns : IDnsResolver, INetwork, ILocalDomains
    {
        private int _lookUps;

        public int LookUps => Volatile.Read(ref _lookUps);

        public DnsAnswer<MxRecord> Answer { get; set; } = new DnsAnswer<MxRecord>.Failed("SERVFAIL");

        public LocalRoute? Find(DomainName name) => null;

        public Task<DnsAnswer<MxRecord>> ResolveMxAsync(DomainName name, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _lookUps);
            return Task.FromResult(Answer);
        }

        public Task<INetworkConnection> ConnectAsync(EndPoint remote, IPAddress? source, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DnsAnswer<IPAddress>> ResolveAddressesAsync(DomainName name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DnsAnswer<string>> ResolveTxtAsync(DomainName name, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
