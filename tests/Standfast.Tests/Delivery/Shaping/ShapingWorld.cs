using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Standfast.Delivery;
using Standfast.Delivery.Dispatch;
using Standfast.Delivery.Egress;
using Standfast.Delivery.Providers;
using Standfast.Delivery.Shaping;
using Standfast.Delivery.Warmup;
using Standfast.Dns;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Reputation.States;
using Standfast.Tests.Queue;

namespace Standfast.Tests.Delivery.Shaping;

/// <summary>The queue and the delivery engine in virtual time, before servers that have manners. Every domain NAME has the MX host mx.NAME.</summary>
internal sealed class ShapingWorld : IDnsResolver, ILocalDomains
{
    private readonly Dictionary<string, IPAddress[]> _hosts = new(StringComparer.Ordinal);
    private int _number;

    /// <param name="time">Null for a time of its own.</param>
    public ShapingWorld(VirtualTime? time = null)
    {
        Time = time ?? new VirtualTime();
        Network = new SinkNetwork(Time);
        Queue = Open(PoolBindings.None);
    }

    public VirtualTime Time { get; }

    public SinkNetwork Network { get; }

    public FakeSpool Spool { get; } = new();

    public FakeEventLog Events { get; } = new();

    public DeliveryQueue Queue { get; private set; }

    public IReadOnlyList<EgressPool> Pools { get; init; } = [Pool("default", "192.0.2.1")];

    public PoolBindings Bindings
    {
        get;
        init
        {
            field = value;
            Queue = Open(value);
        }
    } = PoolBindings.None;

    public ProviderCatalogue Providers { get; init; } = ProviderCatalogue.Empty;

    public int Connections { get; init; } = 1_000;

    public IShapingStore? Store { get; init; }

    public IWarmupLedger? Ledger { get; init; }

    public WarmupPlans Warmup { get; init; } = WarmupPlans.None;

    public ISendingStates? States { get; init; }

    public DeliveryOptions Options => new() { Hostname = DomainName.Parse("mail.example.org"), MaildirRoot = "/nonexistent", Pools = Pools, Bindings = Bindings, Providers = Providers, Connections = Connections, Warmup = Warmup, States = States };

    public DeliveryEngine? Engine { get; private set; }

    public static EgressPool Pool(string name, params string[] addresses) =>
        new(name, [.. addresses.Select(address => new EgressSource(address, IPAddress.Parse(address), null, null))]);

    public SinkManners Add(string domain, string address, SinkManners manners)
    {
        _hosts["mx." + domain] = [IPAddress.Parse(address)];
        Network.Sinks[IPAddress.Parse(address)] = manners;
        return manners;
    }

    /// <summary>A domain whose host takes no connections.</summary>
    public void AddDead(string domain, params string[] addresses) => _hosts["mx." + domain] = [.. addresses.Select(IPAddress.Parse)];

    /// <summary>Delivers for that long.</summary>
    public void Run(TimeSpan span, Func<Task> during) => Time.Run(async () =>
    {
        Engine = new DeliveryEngine(
            Queue, this, Network, this, Options,
            Time, new Random(3), NullLogger.Instance, Store, Ledger);
        using var stopping = new CancellationTokenSource();
        var running = Engine.RunAsync(stopping.Token);
        await during();
        await Task.Delay(span, Time);
        stopping.Cancel();
        await running;
        Engine.Dispose();
    });

    public async Task SendAsync(string domain, int count, string? account = null, int recipients = 1, string? sender = null, string stream = "transactional")
    {
        for (var index = 0; index < count; index++)
        {
            var id = Queue.NextId();
            var envelope = new Envelope(id, sender is null ? ReversePath.Null : new ReversePath(EmailAddress.Parse(sender)), Time.GetUtcNow(), [.. Enumerable.Range(0, recipients).Select(_ => EmailAddress.Parse($"user{_number++}@{domain}"))]) { Account = account is null ? null : AccountId.Parse(account), Stream = StreamName.Parse(stream) };
            await using var writer = Queue.Begin(id);
            await writer.WriteAsync("Subject: x\r\n\r\nx\r\n"u8.ToArray(), CancellationToken.None);
            await Queue.AcceptAsync(writer, envelope, ReadOnlyMemory<byte>.Empty, [new MailEvent(id, Time.GetUtcNow(), MailEventKind.Accepted)], CancellationToken.None);
        }
    }

    private DeliveryQueue Open(PoolBindings bindings) => new(
        Spool, Events, new SpoolIdGenerator(Time, new Random(1)), new RetrySchedule([TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)], TimeSpan.FromDays(5), new Random(2)),
        new DeliveryQueueOptions { Hostname = "mail.example.org", MaxFreshInMemory = 100_000, PoolOf = bindings.PoolOf }, Time);

    LocalRoute? ILocalDomains.Find(DomainName name) => null;

    Task<DnsAnswer<MxRecord>> IDnsResolver.ResolveMxAsync(DomainName name, CancellationToken cancellationToken) =>
        Task.FromResult<DnsAnswer<MxRecord>>(new DnsAnswer<MxRecord>.Found([new MxRecord(10, DomainName.Parse("mx." + name))]));

    Task<DnsAnswer<IPAddress>> IDnsResolver.ResolveAddressesAsync(DomainName name, CancellationToken cancellationToken) =>
        Task.FromResult<DnsAnswer<IPAddress>>(_hosts.TryGetValue(name.Value, out var addresses) ? new DnsAnswer<IPAddress>.Found(addresses) : new DnsAnswer<IPAddress>.NoSuchName());

    Task<DnsAnswer<string>> IDnsResolver.ResolveTxtAsync(DomainName name, CancellationToken cancellationToken) => throw new NotSupportedException();
}
