using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using Standfast.Accounts;
using Standfast.Accounts.Users;
using Standfast.Mail;
using Standfast.Recovery.Doctor.Advisories;
using Standfast.Recovery.Doctor.Facts;
using Standfast.Reputation.Identity;
using Standfast.Server.Configuration;

namespace Standfast.Tests.Recovery.Doctor;

/// <summary>A set-up in which nothing is wrong, for a test to break one thing of.</summary>
internal sealed class DoctorWorld
{
    public const string Host = "mail.shop.example", Domain = "shop.example", Other = "news.shop.example", Four = "192.0.2.10", Six = "2001:db8::10", KeyName = "s1._domainkey.shop.example";

    public static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private static readonly string s_key = Key(2048);

    private readonly Dictionary<string, string> _settings = SettingCatalogue.All.Where(one => !one.Key.StartsWith("pool.", StringComparison.Ordinal)).ToDictionary(one => one.Key, one => one.Default);

    public DoctorWorld()
    {
        foreach (var name in (string[])[Domain, Other])
        {
            Zone.Exchange(name, Host);
            Zone.Text(name, $"v=spf1 a:{Host} -all");
            Zone.Text($"_dmarc.{name}", $"v=DMARC1; p=none; rua=mailto:postmaster@{name}");
            Zone.Text($"s1._domainkey.{name}", s_key);
        }

        Zone.Address(Host, Four, Six);
        Zone.Pointer(Four, Host);
        Zone.Pointer(Six, Host);
        Zone.Text($"_smtp._tls.{Domain}", $"v=TLSRPTv1; rua=mailto:tlsrpt@{Domain}");
        Zone.Text($"_mta-sts.{Domain}", "v=STSv1; id=20261126");
        foreach (var (key, value) in ((string, string)[])
                 [
                     ("server.hostname", Host), ("smtp.listen", "0.0.0.0:25"), ("submission.listen", "0.0.0.0:587"), ("submissions.listen", "0.0.0.0:465"), ("http.public_url", $"https://{Host}"), ("dns.servers", "127.0.0.1:53"),
                     ("limits.credential", "500 recipients/hour"), ("alerts.webhook", "https://chat.example/hook"), ("accounts.breached_passwords", "/var/lib/breached"),
                 ])
            _settings[key] = value;
        var now = Now;
        var owner = AccountId.Parse("default");
        Facts = new DoctorFacts(now, DomainName.Parse(Host), Zone, _settings)
        {
            Host = new HostFacts("/var/lib/standfast")
            {
                OpenFilesLimit = 65_536,
                OpenFiles = 300,
                RunsAsRoot = false,
                IsClockSynchronised = true,
                MemoryBytes = 4L << 30,
                AvailableMemoryBytes = 2L << 30,
                SwapBytes = 1L << 30,
                UsedSwapBytes = 0,
                LoadAverage = 0.5,
                Processors = 2,
                DiskBytes = 100L << 30,
                FreeDiskBytes = 60L << 30,
                MountOptions = ["rw", "relatime"],
                FileSystemConcern = "",
                FreeInodes = 1_000_000,
                IsDataOpen = false,
                MissingFolders = [],
                NeedsReboot = false,
                HasSynCookies = true,
                ListenBacklog = 4_096,
                LocalPorts = 28_232,
                IsEphemeral = false,
                Secrets = [new SecretFile("/var/lib/standfast/admin.token", "", true, false), new SecretFile("/etc/standfast/relay.password", "delivery.relay_password_file", true, false)],
            },
            Network = new NetworkFacts([Own(Four), Own(Six)], [IPAddress.Parse(Four), IPAddress.Parse(Six)])
            {
                Listening = [new ListeningSocket(IPAddress.Any, 25, true), new ListeningSocket(IPAddress.Loopback, 3310, false), new ListeningSocket(IPAddress.Any, 22, false)],
                Resolvers = [IPAddress.Loopback],
                DnsLatency = TimeSpan.FromMilliseconds(5),
                Probes = [new PortProbe("mx.gmail.example", null), new PortProbe("mx.yahoo.example", "no answer within 6 s")],
                HasDefaultRoute = true,
                SmallestMtu = 1_500,
            },
            Certificate = new CertificateFacts("/etc/tls/fullchain.pem", [Host], now.AddDays(-30), now.AddDays(60)) { ChainLength = 2, Signature = "sha256RSA", RsaBits = 2048, WrittenAt = now.AddDays(-30) },
            Standing = new StandingFacts { AskedLists = 20, Counts = new MailCounts(10_000, 9_000, 800, 20, 3) },
            Accounts = new AccountFacts([new Account(owner, now.AddDays(-100))], [NewCredential("web-1")], [New(Domain, new LocalDelivery.Maildir()), New(Other, LocalDelivery.None)])
            {
                Users = [new ConsoleUser("ada", UserRole.Owner, now.AddDays(-100)) { HasTotp = true }],
                AuditFaults = [],
            },
            Service = new ServiceFacts(now.AddDays(-2)) { OldestAcceptedAt = now.AddHours(-1), QueuedMessages = 12, Scanners = [new ScannerFacts("clamav", "127.0.0.1:3310", true, null, 100, 0)], Configuration = new ConfigurationFile("/etc/standfast.toml", now.AddDays(-9), false) },
            Software = new SoftwareFacts(new AdvisoryFeed(
                new DateOnly(2026, 11, 1), [new Advisory("debian 12", "openssl", "3.0.19-1~deb12u2", "CVE-2026-31789", "a heap overflow", "changelog", new DateOnly(2026, 11, 1))],
                [new RuntimeFault(new Version(10, 0, 13), "CVE-0000-0001", "code of strangers may be run", "cve.org", new DateOnly(2026, 11, 1))],
                [new SupportEnd("dotnet", "10.0", new DateOnly(2028, 11, 14), "dotnet"), new SupportEnd("debian", "12", new DateOnly(2028, 6, 30), "debian")]))
            {
                Runtime = new Version(10, 0, 13),
                System = ("debian", "12"),
                Packages = new Dictionary<string, string> { ["openssl"] = "3.0.19-1~deb12u2" },
                Pending = [],
            },
        };
    }

    public FakeZone Zone { get; } = new();

    public DoctorFacts Facts { get; private set; }

    /// <summary>The key that is published and signed with.</summary>
    public static string DkimRecord => s_key;

    public static string Key(int bits)
    {
        using var key = RSA.Create(bits);
        return $"v=DKIM1; k=rsa; p={Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())}";
    }

    public void Set(string key, string value)
    {
        Assert.True(_settings.ContainsKey(key), key);
        _settings[key] = value;
    }

    public void OnHost(Func<HostFacts, HostFacts> change) => Facts = Facts with { Host = change(Facts.Host!) };

    public void OnNetwork(Func<NetworkFacts, NetworkFacts> change) => Facts = Facts with { Network = change(Facts.Network!) };

    public void OnCertificate(Func<CertificateFacts, CertificateFacts> change) => Facts = Facts with { Certificate = change(Facts.Certificate!) };

    public void OnStanding(Func<StandingFacts, StandingFacts> change) => Facts = Facts with { Standing = change(Facts.Standing!) };

    public void OnCounts(Func<MailCounts, MailCounts> change) => OnStanding(standing => standing with { Counts = change(standing.Counts!) });

    public void OnAccounts(Func<AccountFacts, AccountFacts> change) => Facts = Facts with { Accounts = change(Facts.Accounts!) };

    public void OnService(Func<ServiceFacts, ServiceFacts> change) => Facts = Facts with { Service = change(Facts.Service!) };

    public void OnSoftware(Func<SoftwareFacts, SoftwareFacts> change) => Facts = Facts with { Software = change(Facts.Software!) };

    public void Named(string name) => Facts = Facts with { Hostname = DomainName.Parse(name) };

    /// <summary>In the place of those that there are.</summary>
    public void OnDomain(string name, Func<DomainFacts, DomainFacts> change) => OnAccounts(accounts => accounts with { Domains = [.. accounts.Domains.Select(one => one.Domain.Name.Value == name ? change(one) : one)] });

    public void Add(Credential credential) => OnAccounts(accounts => accounts with { Credentials = [.. accounts.Credentials, credential] });

    public void Add(string account) => OnAccounts(accounts => accounts with { All = [.. accounts.All, new Account(AccountId.Parse(account), Now)] });

    public static Credential NewCredential(string name, CredentialScope? scope = null) =>
        new(name, AccountId.Parse("default"), null, Now.AddDays(-100), null) { Scope = scope ?? new CredentialScope { RatePerHour = 100, Networks = ImmutableArray.Create(IPNetwork.Parse("192.0.2.0/24")) } };

    public static SourceIdentity Own(string address, string helo = Host) => new("system", IPAddress.Parse(address), DomainName.Parse(helo));

    public static DomainFacts New(string name, LocalDelivery local) => new(new SenderDomain(DomainName.Parse(name), AccountId.Parse("default"), Now.AddDays(-100)) { VerifiedAt = Now.AddDays(-99), DkimSelector = "s1", Local = local }, s_key);
}
