using System.Net;
using Standfast.Accounts;
using Standfast.Delivery;
using Standfast.Delivery.Dispatch;
using Standfast.Delivery.Network;
using Standfast.Dns;
using Standfast.Events;
using Standfast.Mail;
using Standfast.MailAuth.Dkim;
using Standfast.Queue;
using Standfast.Reception;
using Standfast.Server.Configuration;
using Standfast.Server.Identity;
using Standfast.Storage.Files;
using Standfast.Storage.Keys;
using Standfast.Storage.Spool;
using Standfast.Storage.Sqlite;
using Standfast.Web;

namespace Standfast.Server.Composition;

/// <summary>The engine, wired: stores, queue, reception, delivery. Opened before anything listens, closed after.</summary>
internal sealed class Engine : IAsyncDisposable
{
    private readonly SegmentedSpool _spool;
    private readonly SqliteEventLog _events;
    private readonly SqliteAccountStore _accounts;
    private readonly FileDkimKeys _keys;
    private readonly DeliveryQueue _queue;
    private readonly DomainDns _domainDns;
    private readonly ServerFacts _facts;

    private Engine(Settings settings, ILoggerFactory loggers)
    {
        var time = TimeProvider.System;
        var data = settings.Data;
        _facts = new ServerFacts(settings.Hostname.Value, typeof(Engine).Assembly.GetName().Version?.ToString(3) ?? "0", time.GetUtcNow());
        _accounts = SqliteAccountStore.Open(Path.Combine(data, "accounts.db"), time);
        _keys = new FileDkimKeys(Path.Combine(data, "dkim"), domain => _accounts.FindDomain(domain)?.DkimSelector, time);
        _events = SqliteEventLog.Open(Path.Combine(data, "events.db"));
        _spool = SegmentedSpool.Open(new PosixSpoolDirectory(Path.Combine(data, "spool")), new SpoolOptions { SegmentBytes = (int)settings.Number("spool.segment_size_octets") });
        var dns = new DnsClientResolver(settings.Endpoints("dns.servers"), settings.Duration("dns.timeout"));
        _domainDns = new DomainDns(dns, _keys, settings.Hostname);
        var steps = SettingValues.Split(settings["delivery.retry"]).Select(text => SettingValues.TryParseDuration(text, out var step) ? step : default).ToList();
        _queue = new DeliveryQueue(
            _spool, _events, new SpoolIdGenerator(time, new Random()), new RetrySchedule(steps, settings.Duration("delivery.expire"), new Random()),
            new DeliveryQueueOptions { Hostname = settings.Hostname.Value }, time);
        Reception = new ReceptionServices(_accounts, _queue, _keys, ReceptionFor(settings), time, loggers.CreateLogger("reception"));
        Delivery = new DeliveryEngine(_queue, dns, new SocketNetwork(), new LocalDomains(_accounts), DeliveryFor(settings), time, new Random(), loggers.CreateLogger("delivery"));
    }

    public ReceptionServices Reception { get; }

    public DeliveryEngine Delivery { get; }

    /// <summary>Made at the first start only.</summary>
    public Credential? FirstCredential { get; private set; }

    public string? FirstSecret { get; private set; }

    public static async Task<Engine> OpenAsync(Settings settings, ILoggerFactory loggers)
    {
        var engine = new Engine(settings, loggers);
        var replayed = await EventReplay.RunAsync(engine._spool, engine._events, engine._events.AppliedPosition, CancellationToken.None);
        if (replayed > 0) Log.Replayed(loggers.CreateLogger("server"), replayed);
        if (await DefaultAccount.EnsureAsync(engine._accounts, engine._keys, settings.Hostname, TimeProvider.System, CancellationToken.None) is var (credential, secret))
            (engine.FirstCredential, engine.FirstSecret) = (credential, secret);
        return engine;
    }

    public void Register(IServiceCollection services, string token) => services
        .AddSingleton(TimeProvider.System).AddSingleton(new AdminToken(token)).AddSingleton(_facts)
        .AddSingleton<IAccountStore>(_accounts).AddSingleton<IDomainKeys>(_keys).AddSingleton<IDkimKeys>(_keys).AddSingleton<IDomainDns>(_domainDns)
        .AddSingleton<IEventLog>(_events).AddSingleton<ISpool>(_spool).AddSingleton<IQueueControl>(_queue)
        .AddHostedService(_ => new EventCheckpoint(_events, _spool, TimeProvider.System));

    public async ValueTask DisposeAsync()
    {
        Delivery.Dispose();
        _queue.Dispose();
        await _spool.DisposeAsync();
        await _events.DisposeAsync();
        _accounts.Dispose();
    }

    private static ReceptionOptions ReceptionFor(Settings settings) => new()
    {
        Hostname = settings.Hostname.Value,
        TrustedNetworks = [.. SettingValues.Split(settings["submission.trusted_networks"]).Select(text => IPNetwork.Parse(text))],
        TrustedAccount = AccountId.Parse(settings["submission.trusted_account"]),
    };

    private static DeliveryOptions DeliveryFor(Settings settings) => new()
    {
        Hostname = settings.Hostname,
        Port = (int)settings.Number("delivery.port"),
        Relay = settings["delivery.relay"].Length > 0 && SettingValues.ParseHostPort(settings["delivery.relay"], 25) is var (host, port)
            ? new RelayHost(host, port, NullIfEmpty(settings["delivery.relay_user"]), settings["delivery.relay_password_file"].Length > 0 ? File.ReadAllText(settings["delivery.relay_password_file"]).Trim() : null)
            : null,
        Sources = [.. SettingValues.Split(settings["delivery.sources"]).Select(IPAddress.Parse)],
        ConnectionsPerSite = (int)settings.Number("delivery.connections_per_site"),
        MaildirRoot = Path.Combine(settings.Data, "maildir"),
        OwnEndpoints = [.. settings.Endpoints("smtp.listen"), .. settings.Endpoints("submission.listen"), .. settings.Endpoints("submissions.listen")],
    };

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
