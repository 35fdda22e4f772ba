using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Standfast.Accounts;
using Standfast.Accounts.Audit;
using Standfast.Accounts.Users;
using Standfast.Dns;
using Standfast.Mail;
using Standfast.Recovery.Doctor;
using Standfast.Recovery.Doctor.Advisories;
using Standfast.Recovery.Doctor.Facts;
using Standfast.Reputation.Blocklists;
using Standfast.Reputation.Identity;
using Standfast.Server.Configuration;
using Standfast.Server.Machine;
using Standfast.Web;

namespace Standfast.Server.Composition;

/// <summary>Gathers what the security audit looks at: from the settings, the stores, the kernel and the files of the system.</summary>
internal sealed class DoctorReader(Settings settings, AdvisoryFeed advisories, TimeProvider time, IServiceProvider services) : IDoctorFacts
{
    /// <summary>Settings that name files with secrets.</summary>
    private static readonly string[] s_secretFiles = ["tls.key", "delivery.relay_password_file", "alerts.mail_password_file"];

    /// <summary>Of one question to the DNS, of all attempts to reach others, and of reading the audit log: with the checks' own time they stay below 30 s.</summary>
    private static readonly TimeSpan s_questionWithin = TimeSpan.FromSeconds(5), s_probesWithin = TimeSpan.FromSeconds(8), s_auditWithin = TimeSpan.FromSeconds(5);

    private static readonly string[] s_listeners = ["smtp.listen", "submission.listen", "submissions.listen", "http.listen"];

    public async Task<DoctorFacts> ReadAsync(CancellationToken cancellationToken)
    {
        // An own one each time: who has just mended a record wants to see it.
        var dns = new DnsClientResolver(settings.Endpoints("dns.servers"), settings.Duration("dns.timeout"));
        var accounts = services.GetRequiredService<IAccountStore>();
        var pending = LinuxSoftware.PendingAsync(cancellationToken);
        var service = ServiceAsync(cancellationToken);
        var audit = AuditAsync(cancellationToken);
        var network = NetworkAsync(dns, accounts, cancellationToken);
        var running = await service;
        var stats = services.GetRequiredService<Standfast.Queue.ISpool>().GetStats();
        var keys = services.GetRequiredService<IDomainKeys>();
        return new DoctorFacts(time.GetUtcNow(), settings.Hostname, dns, SettingCatalogue.All.Where(one => !one.Key.StartsWith(SettingCatalogue.PoolPrefix, StringComparison.Ordinal)).ToDictionary(one => one.Key, one => settings[one.Key]))
        {
            Host = LinuxHost.Read(settings.Data, s_secretFiles.Select(key => (key, settings[key])), accounts.Domains.Any(domain => domain.DkimSelector is not null) ? ["spool", "dkim"] : ["spool"]) with
            {
                FreeInodes = stats.FreeInodes,
                FileSystemConcern = stats.FileSystemConcern ?? "",
            },
            Network = await network,
            Certificate = CertificateReader.Read(settings["tls.certificate"] is { Length: > 0 } configured ? configured : Path.Combine(settings.Data, "tls", "cert.pem")),
            Standing = new StandingReader(services, time).Read(),
            Accounts = new AccountFacts(accounts.Accounts, accounts.Credentials, [.. accounts.Domains.Select(domain => new DomainFacts(domain, domain.DkimSelector is { } selector ? RecordOf(keys, domain.Name, selector) : null))])
            {
                Users = services.GetService<IUserStore>()?.Users,
                AuditFaults = await audit,
            },
            Service = running,
            Software = new SoftwareFacts(advisories) { Runtime = Environment.Version, System = LinuxSoftware.System(), Packages = LinuxSoftware.Packages(), Pending = await pending },
        };
    }

    /// <summary>Null also where the key cannot be read.</summary>
    private static string? RecordOf(IDomainKeys keys, DomainName domain, string selector)
    {
        try
        {
            return keys.PublicRecord(domain, selector);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private Task<ServiceFacts> ServiceAsync(CancellationToken cancellationToken) => new ServiceReader(services).ReadAsync(
        services.GetRequiredService<ServerFacts>().StartedAt,
        settings.ConfigurationPath is { } path && File.Exists(path) ? new ConfigurationFile(Path.GetFullPath(path), new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero), LinuxHost.IsWritableByOthers(path) == true) : null,
        cancellationToken);

    private async Task<IReadOnlyList<string>?> AuditAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_auditWithin, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return services.GetService<IAuditLog>() is { } log ? [.. (await log.VerifyAsync(stop.Token)).Faults.Select(fault => fault.ToString())] : null;
        }
        catch (Exception exception) when (exception is IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private async Task<NetworkFacts> NetworkAsync(DnsClientResolver dns, IAccountStore accounts, CancellationToken cancellationToken)
    {
        var local = LinuxNetwork.Addresses();
        var own = Own(local);
        var isKnown = own.Count > 0 || accounts.Domains.Any(domain => PublicName.Is(domain.Name));
        var started = time.GetTimestamp();
        var failure = await AskAsync(dns, cancellationToken);
        var latency = time.GetElapsedTime(started);
        var configured = settings.Endpoints("dns.servers");
        return new NetworkFacts(own, local)
        {
            Listening = LinuxNetwork.Listening(s_listeners.SelectMany(settings.Endpoints).Select(endpoint => endpoint.Port).ToHashSet()),
            Resolvers = configured.Count > 0 ? [.. configured.Select(endpoint => endpoint.Address)] : LinuxNetwork.SystemResolvers(),
            DnsFailure = failure,
            DnsLatency = failure is null ? latency : null,
            // A trial on a laptop speaks with nobody.
            Probes = isKnown && failure is null && settings["delivery.relay"].Length == 0 ? await ProbeAsync(new PortProber(dns, (int)settings.Number("delivery.port"), time), cancellationToken) : null,
            HasDefaultRoute = LinuxNetwork.HasDefaultRoute(),
            SmallestMtu = LinuxNetwork.SmallestMtu(),
        };
    }

    /// <returns>Why there was no answer; null where there was.</returns>
    private async Task<string?> AskAsync(DnsClientResolver dns, CancellationToken cancellationToken)
    {
        try
        {
            return await dns.ResolveAddressesAsync(settings.Hostname, cancellationToken).WaitAsync(s_questionWithin, time, cancellationToken) is DnsAnswer<IPAddress>.Failed(var reason) ? reason : null;
        }
        catch (TimeoutException)
        {
            return $"none within {s_questionWithin.TotalSeconds:0} s";
        }
    }

    private async Task<IReadOnlyList<PortProbe>?> ProbeAsync(PortProber prober, CancellationToken cancellationToken)
    {
        try
        {
            return await prober.ProbeAsync(cancellationToken).WaitAsync(s_probesWithin, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Public addresses of the egress sources and of reputation.addresses; where the system chooses, those of the interfaces that it may choose from. Behind a smart host only what is named.</summary>
    private List<SourceIdentity> Own(IReadOnlyList<IPAddress> local)
    {
        // Mistakes in the pools are reported by Delivery.
        var sources = PoolSettings.Read(settings, []).Pools.SelectMany(pool => pool.Sources).ToList();
        var own = new List<SourceIdentity>();
        if (settings["delivery.relay"].Length == 0)
        {
            var families = SettingValues.Split(settings["delivery.families"]);
            foreach (var source in sources)
            {
                var addresses = source.IsSystem ? local.Where(address => families.Contains(address.AddressFamily == AddressFamily.InterNetwork ? "ipv4" : "ipv6")) : new[] { source.V4, source.V6 }.OfType<IPAddress>();
                own.AddRange(addresses.Select(address => new SourceIdentity(source.Name, address, source.HeloName ?? settings.Hostname)));
            }
        }

        own.AddRange(SettingValues.Split(settings["reputation.addresses"]).Select(IPAddress.Parse).Where(address => own.All(one => !one.Address.Equals(address))).Select(address => new SourceIdentity("reputation.addresses", address, settings.Hostname)));
        return [.. own.Where(one => PublicAddress.Is(one.Address))];
    }
}
