using System.Net;
using Standfast.Accounts;
using Standfast.Mail;
using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Tests.Recovery.Doctor;

/// <summary>One fault each, of machine and network.</summary>
internal static class HostSeeds
{
    private const long Mebibyte = 1024 * 1024;

    public static IReadOnlyList<Seed> All { get; } =
    [
        new("DR-1001", "LimitNOFILE=65536", world => world.OnHost(host => host with { OpenFilesLimit = 1_024 })),
        new("DR-1002", "LimitNOFILE=65536", world => world.OnHost(host => host with { OpenFiles = 60_000 })),
        new("DR-1003", "timedatectl set-ntp true", world => world.OnHost(host => host with { IsClockSynchronised = false })),
        new("DR-1004", "1 GiB", world => world.OnHost(host => host with { MemoryBytes = 256 * Mebibyte, AvailableMemoryBytes = 100 * Mebibyte })),
        new("DR-1005", "ps aux", world => world.OnHost(host => host with { AvailableMemoryBytes = 50 * Mebibyte })),
        new("DR-1006", "MemoryMax=1G", world => world.OnHost(host => host with { GroupMemoryLimitBytes = 256 * Mebibyte })),
        new("DR-1007", "more memory", world => world.OnHost(host => host with { UsedSwapBytes = 900 * Mebibyte })),
        new("DR-1008", "top", world => world.OnHost(host => host with { LoadAverage = 12 })),
        new("DR-1009", "du -xh -d 2 /var/lib/standfast", world => world.OnHost(host => host with { FreeDiskBytes = 300 * Mebibyte })),
        new("DR-1010", "/var/lib/standfast", world => world.OnHost(host => host with { FreeDiskBytes = 5L << 30 })),
        new("DR-1011", "df -i /var/lib/standfast", world => world.OnHost(host => host with { FreeInodes = 1_500 })),
        new("DR-1012", "ext4 or XFS", world => world.OnHost(host => host with { FileSystemConcern = "what is written there is gone after a restart" })),
        new("DR-1013", "Take nobarrier out", world => world.OnHost(host => host with { MountOptions = ["rw", "nobarrier"] })),
        new("DR-1014", "docker run -v standfast:/var/lib/standfast", world => world.OnHost(host => host with { IsEphemeral = true })),
        new("DR-1015", "server.data = \"/var/lib/standfast\"", world => world.OnHost(host => host with { Data = "/tmp/standfast" })),
        new("DR-1016", "User=standfast", world => world.OnHost(host => host with { RunsAsRoot = true })),
        new("DR-1017", "reboot", world => world.OnHost(host => host with { NeedsReboot = true })),
        new("DR-1018", "sysctl -w net.ipv4.tcp_syncookies=1", world => world.OnHost(host => host with { HasSynCookies = false })),
        new("DR-1019", "sysctl -w net.core.somaxconn=4096", world => world.OnHost(host => host with { ListenBacklog = 128 })),
        new("DR-1020", "sysctl -w net.ipv4.ip_local_port_range=\"16384 60999\"", world => world.OnHost(host => host with { LocalPorts = 1_000 })),
        new("DR-1030", "chown standfast /var/lib/standfast && chmod go-rwx /var/lib/standfast", world => world.OnHost(host => host with { IsDataOpen = true })),
        new("DR-1031", "chown standfast /var/lib/standfast/admin.token && chmod go-rwx /var/lib/standfast/admin.token", world => world.OnHost(host => host with { Secrets = [new SecretFile("/var/lib/standfast/admin.token", "", true, true)] })),
        new("DR-1032", "chown standfast /etc/standfast/relay.password && chmod go-rwx /etc/standfast/relay.password", world => world.OnHost(host => host with { Secrets = [new SecretFile("/etc/standfast/relay.password", "delivery.relay_password_file", true, true)] })),
        new("DR-1033", "set delivery.relay_password_file", world => world.OnHost(host => host with { Secrets = [new SecretFile("/etc/standfast/relay.password", "delivery.relay_password_file", false, false)] })),
        new("DR-1034", "mkdir -m 700 /var/lib/standfast/dkim && chown standfast /var/lib/standfast/dkim", world => world.OnHost(host => host with { MissingFolders = ["/var/lib/standfast/dkim"] })),
        new("DR-1035", "chmod go-w /etc/standfast.toml", world => world.OnService(service => service with { Configuration = service.Configuration! with { IsWritableByOthers = true } })),

        new("DR-2001", "unbound", world => world.OnNetwork(network => network with { Resolvers = [] })),
        new("DR-2002", "dig @127.0.0.1", world => world.OnNetwork(network => network with { DnsFailure = "refused", DnsLatency = null })),
        new("DR-2003", "dns.servers = \"127.0.0.1:53\"", world => world.OnNetwork(network => network with { DnsLatency = TimeSpan.FromSeconds(3) })),
        new("DR-2004", "unbound", world => world.OnNetwork(network => network with { Resolvers = [IPAddress.Parse("8.8.8.8")] })),
        new("DR-2004", "reputation.list_servers = \"127.0.0.1:53\"", world => world.Set("reputation.list_servers", "8.8.8.8:53")),
        new("DR-2004", "dns.servers = \"127.0.0.1:53\"", world =>
        {
            world.Set("reputation.list_servers", "127.0.0.1:5353");
            world.Set("inbound.dnsbl", "bl.example");
            world.OnNetwork(network => network with { Resolvers = [IPAddress.Parse("8.8.8.8")] });
        }),
        new("DR-2005", "delivery.relay = \"HOST:587\"", world => world.OnNetwork(network => network with { Probes = [new PortProbe("mx.gmail.example", "no answer within 6 s"), new PortProbe("mx.yahoo.example", "no answer within 6 s")] })),
        new("DR-2006", "ip address add 192.0.2.99", world => world.Set("delivery.sources", "192.0.2.10,192.0.2.99")),
        new("DR-2007", "delivery.families = \"ipv4\"", world =>
        {
            world.Set("delivery.families", "ipv6");
            world.OnNetwork(network => network with { Local = [IPAddress.Parse(DoctorWorld.Four)] });
        }),
        new("DR-2008", "ip route add default", world => world.OnNetwork(network => network with { HasDefaultRoute = false })),
        new("DR-2009", "mtu 1500", world => world.OnNetwork(network => network with { SmallestMtu = 576 })),
        new("DR-2010", "reputation.addresses", world =>
        {
            Publish(world, "shop.com");
            world.OnNetwork(network => network with { Own = [] });
        }),
        new("DR-2011", "chown standfast /etc/standfast/relay.password && chmod 600", world =>
        {
            world.Set("delivery.relay", "smtp.relay.example:587");
            world.Set("delivery.relay_user", "shop");
        }),
        new("DR-2012", "delivery.port = 25", world =>
        {
            Publish(world, "shop.com");
            world.Set("delivery.port", "2525");
        }),
        new("DR-2020", "http.listen = \"127.0.0.1:8025\"", world => world.Set("http.listen", "0.0.0.0:8025")),
        new("DR-2021", "standfast credential add", world => world.Set("submission.trusted_networks", "10.0.0.0/8")),
        new("DR-2022", "take 198.51.100.0/24 out", world => world.Set("submission.trusted_networks", "198.51.100.0/24")),
        new("DR-2023", "systemctl disable --now postfix", world =>
        {
            world.OnNetwork(network => network with { Listening = [new ListeningSocket(IPAddress.Loopback, 25, false)] });
            world.Set("smtp.listen", "off");
        }),
        new("DR-2024", "smtp.listen = \"0.0.0.0:25\"", world => world.Set("smtp.listen", "127.0.0.1:25")),
        new("DR-2025", "smtp.listen = \"0.0.0.0:25\"", world =>
        {
            world.OnNetwork(network => network with { Listening = [] });
            world.Set("smtp.listen", "0.0.0.0:2525");
        }),
        new("DR-2026", "standfast doctor firewall --close public --apply", world => world.OnNetwork(network => network with { Listening = [new ListeningSocket(IPAddress.IPv6Any, 6379, false)] })),
        new("DR-2026", "port 6379", world => world.OnNetwork(network => network with { Listening = [new ListeningSocket(IPAddress.Parse("10.0.0.5"), 6379, false), new ListeningSocket(IPAddress.Parse("192.0.2.10"), 6379, false)] })),
        new("DR-2028", "standfast doctor firewall --close all --apply", world => world.OnNetwork(network => network with { Listening = [new ListeningSocket(IPAddress.Parse("10.0.0.5"), 5432, false)] })),
        new("DR-2028", "port 6379", world => world.OnNetwork(network => network with { Listening = [new ListeningSocket(IPAddress.Parse("::ffff:192.168.1.5"), 6379, false), new ListeningSocket(IPAddress.Parse("fd00::5"), 6379, false)] })),
        new("DR-2027", "scanner.clamav", world => world.Set("scanner.clamav", "198.51.100.7:3310")),
    ];

    /// <summary>A domain of a public name, with all that it needs.</summary>
    public static void Publish(DoctorWorld world, string name)
    {
        world.OnAccounts(accounts => accounts with { Domains = [.. accounts.Domains, DoctorWorld.New(name, LocalDelivery.None)] });
        world.Zone.Exchange(name, DoctorWorld.Host);
        world.Zone.Text(name, $"v=spf1 a:{DoctorWorld.Host} -all");
        world.Zone.Text($"_dmarc.{name}", $"v=DMARC1; p=none; rua=mailto:postmaster@{name}");
        world.Zone.Text($"s1._domainkey.{DomainName.Parse(name)}", DoctorWorld.DkimRecord);
    }
}
