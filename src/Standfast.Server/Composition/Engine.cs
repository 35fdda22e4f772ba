using System.Net;
using Standfast.Accounts;
using Standfast.Delivery;
using Standfast.Delivery.Dispatch;
using Standfast.Delivery.Network;
using Standfast.Delivery.Shaping;
using Standfast.Dns;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Mail.ReturnPaths;
using Standfast.MailAuth.Dkim;
using Standfast.Queue;
using Standfast.Reception;
using Standfast.Server.Configuration;
using Standfast.Server.Identity;
using Standfast.Storage.Backup;
using Standfast.Storage.Clocks;
using Standfast.Storage.Files;
using Standfast.Storage.Keys;
using Standfast.Storage.Spool;
using Standfast.Storage.Sqlite;
using Standfast.Web;

namespace Standfast.Server.Composition;

/// <summary>The engine, wired: stores, queue, reception, delivery. Opened before anything listens, closed after.</summary>
internal sealed class Engine : IAsyncDisposable
{
    /// <summary>Undone messages found at start from which on the memory that finding them took is given back at once; ours.</summary>
    private const int ManyRecovered = 100_000;

    private readonly SegmentedSpool _spool;
    private readonly SqliteEventLog _events;
    private readonly SqliteAccountStore _accounts;
    private readonly SqliteShapingStore _shaping;
    private readonly SqliteWarmupLedger _warmup;
    private readonly FileDkimKeys _keys;
    private readonly DeliveryQueue _queue;
    private readonly DomainDns _domainDns;
    private readonly ServerFacts _facts;
    private readonly KnownWays _ways;
    private readonly ReputationSetup _reputation;
    private readonly GuardSetup _guard;

    private Engine(Settings settings, DeliveryOptions delivery, ILoggerFactory loggers)
    {
        var time = TimeProvider.System;
        var data = settings.Data;
        _facts = new ServerFacts(settings.Hostname.Value, typeof(Engine).Assembly.GetName().Version?.ToString(3) ?? "0", time.GetUtcNow());
        _ways = new KnownWays(
            delivery.Providers.Profiles.Select(profile => profile.Name).ToHashSet(StringComparer.Ordinal),
            delivery.Pools.SelectMany(pool => pool.Sources).Select(source => source.Name).ToHashSet(StringComparer.Ordinal), delivery.Pools.Select(pool => pool.Name).ToHashSet(StringComparer.Ordinal));
        // First of all: its lock keeps a second server from everything here.
        var directory = new PosixSpoolDirectory(Path.Combine(data, "spool"));
        // To find what is undone takes seconds where there are millions: meanwhile all else is opened.
        var spool = Task.Run(() => SegmentedSpool.Open(directory, SpoolFor(settings), time));
        _accounts = SqliteAccountStore.Open(Path.Combine(data, "accounts.db"), time);
        _keys = new FileDkimKeys(Path.Combine(data, "dkim"), domain => _accounts.FindDomain(domain)?.DkimSelector, time);
        _events = SqliteEventLog.Open(Path.Combine(data, "events.db"));
        _shaping = SqliteShapingStore.Open(Path.Combine(data, "shaping.db"));
        if (_shaping.Damage is { } damage) Log.ShapingSetAside(loggers.CreateLogger("delivery"), damage);
        _warmup = SqliteWarmupLedger.Open(Path.Combine(data, "warmup.db"));
        var dns = new DnsClientResolver(settings.Endpoints("dns.servers"), settings.Duration("dns.timeout"));
        _domainDns = new DomainDns(dns, _keys, settings.Hostname);
        // Filled below, before anything can happen: who observes is opened with the log that tells it.
        var observers = new List<IEventObserver>();
        var observed = new ObservedEventLog(_events, observers);
        _reputation = ReputationSetup.Open(settings, _accounts, observed, _events, dns, time, loggers.CreateLogger("reputation"));
        _guard = GuardSetup.Open(settings, delivery, _accounts, observed, dns, time, loggers.CreateLogger("guard"), _reputation.Checks, _reputation.Classifier, _reputation.Alerts);
        observers.AddRange([.. _guard.Observers, .. _reputation.Observers]);
        _spool = spool.GetAwaiter().GetResult();
        _queue = new DeliveryQueue(
            _spool, observed, new SpoolIdGenerator(time, new Random()), QueueSetup.Retries(settings, new Random()), QueueSetup.Options(settings, delivery.Bindings, AllGates.Of([.. _guard.Gates, .. _reputation.Gates])), time,
            new ReportSigner(_keys, settings.Hostname, time, loggers.CreateLogger("reception")), loggers.CreateLogger("queue"),
            new FileClockMemory(Path.Combine(data, "clock.json")));
        if (_reputation.Incidents is { } incidents) _guard.Attach(incidents);
        _guard.Attach(_queue);
        _reputation.Attach(_queue);
        _reputation.AttachMail(_queue, delivery, domain => new ReportSigner(_keys, domain, time, loggers.CreateLogger("reception")));
        if (_guard.Audit is { } audit) _reputation.Attach(audit);
        var returnPaths = ReturnPathsFor(settings);
        Reception = new ReceptionServices(_accounts, _queue, _keys, ReceptionFor(settings), time, loggers.CreateLogger("reception"))
        {
            Guard = _guard.Guard,
            Inbound = _guard.Inbound,
            Logins = _guard.Logins,
            Unsubscriptions = _guard.Unsubscriptions,
            HelpBase = $"{settings.PublicUrl}/e/",
            Feedback = _guard.FeedbackFor(_reputation, returnPaths, loggers.CreateLogger("reception")),
            Correspondence = _reputation.CorrespondenceFor(_accounts),
            Returns = returnPaths is null ? null : new ReturnedMail(returnPaths, _events, time),
        };
        Delivery = new DeliveryEngine(_queue, dns, new SocketNetwork(), new LocalDomains(_accounts), delivery with { ReturnPaths = returnPaths, States = _reputation.States }, time, new Random(), loggers.CreateLogger("delivery"), _shaping, _warmup);
        _reputation.DoubtWarmup = Delivery.DoubtWarmup;
    }

    /// <summary>Of settings and data files; with any of them the server does not start.</summary>
    public IReadOnlyList<string> Mistakes => [.. _guard.Mistakes, .. _reputation.Mistakes];

    public ReceptionServices Reception { get; }

    public DeliveryEngine Delivery { get; }

    public ISpool Spool => _spool;

    /// <summary>Made at the first start only.</summary>
    public Credential? FirstCredential { get; private set; }

    public string? FirstSecret { get; private set; }

    public static async Task<Engine> OpenAsync(Settings settings, DeliveryOptions delivery, ILoggerFactory loggers)
    {
        var engine = new Engine(settings, delivery, loggers);
        var replayed = await EventReplay.RunAsync(engine._spool, engine._events, engine._events.AppliedPosition, CancellationToken.None);
        if (replayed > 0) Log.Replayed(loggers.CreateLogger("server"), replayed);
        await engine._reputation.PrepareAsync(CancellationToken.None);
        await engine._guard.PrepareAsync(CancellationToken.None);
        if (await DefaultAccount.EnsureAsync(engine._accounts, engine._keys, settings.Hostname, TimeProvider.System, CancellationToken.None) is var (credential, secret))
            (engine.FirstCredential, engine.FirstSecret) = (credential, secret);
        // The collector would keep it for what an idle server never allocates. For 5 million messages this takes about 0.2 s, once.
        if (engine._spool.GetStats().Messages >= ManyRecovered) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return engine;
    }

    public void Register(IServiceCollection services, string token)
    {
        _guard.Register(services);
        _reputation.Register(services);
        services
        .AddSingleton(TimeProvider.System).AddSingleton(new AdminToken(token)).AddSingleton(_facts).AddSingleton(_ways)
        .AddSingleton<IAccountStore>(_accounts).AddSingleton<IDomainKeys>(_keys).AddSingleton<IDkimKeys>(_keys).AddSingleton<IDomainDns>(_domainDns)
        .AddSingleton<IEventLog>(_events).AddSingleton<ISpool>(_spool).AddSingleton<ISpoolMaintenance>(new SpoolMaintenance(_spool, TimeProvider.System)).AddSingleton<IQueueControl>(_queue).AddSingleton<ISiteList>(Delivery)
        .AddHostedService(provider => new EventCheckpoint(_events, _spool, TimeProvider.System, provider.GetRequiredService<ILoggerFactory>().CreateLogger("server")))
        .AddHostedService(provider => new SpoolReport(_spool, TimeProvider.System, provider.GetRequiredService<ILoggerFactory>().CreateLogger("server")));
    }

    public async ValueTask DisposeAsync()
    {
        Delivery.Dispose();
        _queue.Dispose();
        // What their loops have at hand becomes facts.
        _guard.Dispose();
        _reputation.Dispose();
        await _spool.DisposeAsync();
        await _events.DisposeAsync();
        _accounts.Dispose();
        _shaping.Dispose();
        _warmup.Dispose();
    }

    private static SpoolOptions SpoolFor(Settings settings) => new()
    {
        SegmentBytes = (int)settings.Number("spool.segment_size_octets"),
        ReserveBytes = settings.Number("spool.reserve_size_octets"),
        MinFreeBytes = settings.Number("spool.min_free_octets"),
        MinFreeInodes = settings.Number("spool.min_free_inodes"),
    };

    private static ReturnPathSigner? ReturnPathsFor(Settings settings) =>
        settings["delivery.return_path_domain"] is { Length: > 0 } domain
            ? new ReturnPathSigner(DomainName.Parse(domain), ReturnPathKey.ReadOrCreate(Path.Combine(settings.Data, "return-path.key")))
            : null;

    private static ReceptionOptions ReceptionFor(Settings settings) => new()
    {
        Hostname = settings.Hostname.Value,
        TrustedNetworks = [.. SettingValues.Split(settings["submission.trusted_networks"]).Select(text => IPNetwork.Parse(text))],
        TrustedAccount = AccountId.Parse(settings["submission.trusted_account"]),
        TrustedStream = StreamName.Parse(settings["submission.trusted_stream"]),
    };
}
