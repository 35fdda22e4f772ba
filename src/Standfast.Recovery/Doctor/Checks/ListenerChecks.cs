using System.Net;
using System.Net.Sockets;
using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Recovery.Doctor.Checks;

/// <summary>The way in: who can reach which port, and who may send without a password.</summary>
internal static class ListenerChecks
{
    private const int SmtpPort = 25;

    /// <summary>Widest network that may send without a password: a rack, not a provider; ours.</summary>
    private const int LeastPrefix4 = 22, LeastPrefix6 = 56;

    /// <summary>Services that trust whoever can reach them.</summary>
    private static readonly Dictionary<int, string> s_private = new()
    {
        [3310] = "clamd",
        [11332] = "rspamd",
        [11333] = "rspamd",
        [11334] = "rspamd",
        [6379] = "Redis or Valkey",
        [11211] = "memcached",
        [3306] = "MySQL or MariaDB",
        [5432] = "PostgreSQL",
        [27017] = "MongoDB",
        [9200] = "Elasticsearch",
        [2375] = "Docker",
    };

    private static readonly IPNetwork[] s_inner = [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("::1/128")];

    public static IReadOnlyList<IDoctorCheck> All { get; } =
    [
        FactCheck.Of("DR-2020", facts => CheckOutcome.Of(Reachable(facts, "http.listen").Select(endpoint => new Fault(endpoint.ToString(), $"the HTTP API listens at {endpoint} without TLS: the admin token crosses the network in clear", $"127.0.0.1:{endpoint.Port}")))),
        FactCheck.Of("DR-2021", facts => CheckOutcome.Of(Networks(facts).Where(IsWide).Select(network => new Fault(network.ToString(), $"whoever has an address in {network} may send in your name without a password")))),
        FactCheck.Of("DR-2022", facts => CheckOutcome.Of(
            Networks(facts).Where(network => !IsWide(network) && !Array.Exists(s_inner, inner => inner.Contains(network.BaseAddress)))
                .Select(network => new Fault(network.ToString(), $"{network} is a public network, and may send without a password")))),
        FactCheck.OfNetwork("DR-2023", (facts, network) => network.Listening is { } sockets
            ? CheckOutcome.When(
                !Endpoints(facts, "smtp.listen").Any(endpoint => endpoint.Port == SmtpPort) && sockets.Any(socket => socket is { Port: SmtpPort, IsOurs: false }),
                () => new Fault("port 25", "another mail server listens at port 25 of this machine: what it sends is not guarded here")) : null),
        FactCheck.OfNetwork("DR-2024", (facts, network) => CheckOutcome.When(
            Locals(facts).Any() && network.Own.Count > 0 && Endpoints(facts, "smtp.listen") is { Count: > 0 } endpoints && endpoints.All(endpoint => IPAddress.IsLoopback(endpoint.Address)),
            () => new Fault("smtp.listen", $"mail for {string.Join(", ", Locals(facts).Take(3))} is taken at {facts["smtp.listen"]}, which no other server can reach", "0.0.0.0:25"))),
        FactCheck.OfNetwork("DR-2025", (facts, network) => CheckOutcome.When(
            Locals(facts).Any() && network.Own.Count > 0 && Reachable(facts, "smtp.listen").Any() && !Reachable(facts, "smtp.listen").Any(endpoint => endpoint.Port == SmtpPort),
            () => new Fault("smtp.listen", $"mail for {string.Join(", ", Locals(facts).Take(3))} is taken at {facts["smtp.listen"]}; other servers come to port 25", "0.0.0.0:25"))),
        FactCheck.OfNetwork("DR-2026", (_, network) => network.Listening is { } sockets
            ? CheckOutcome.Of(sockets.Where(socket => IsExposed(socket) && !IsInner(socket.Address)).DistinctBy(socket => socket.Port).Select(socket => Exposed(socket, "listens to more than this machine"))) : null),
        FactCheck.OfNetwork("DR-2028", (_, network) => network.Listening is { } sockets
            ? CheckOutcome.Of(sockets.Where(IsExposed).GroupBy(socket => socket.Port).Where(group => group.All(socket => IsInner(socket.Address))).Select(group => Exposed(group.First(), $"listens at {group.First().Address}"))) : null),
        FactCheck.Of("DR-2027", facts => CheckOutcome.Of(Scanners(facts).Where(scanner => scanner.Host is { } host && !IsInner(host))
            .Select(scanner => new Fault(scanner.Setting, $"the text of all mail goes in clear to {scanner.Host}", scanner.Host!.ToString())))),
    ];

    public static IReadOnlyList<IPEndPoint> Endpoints(DoctorFacts facts, string key) => [.. facts.List(key).Select(text => IPEndPoint.TryParse(text, out var endpoint) ? endpoint : null).OfType<IPEndPoint>()];

    public static IEnumerable<IPEndPoint> Reachable(DoctorFacts facts, string key) => Endpoints(facts, key).Where(endpoint => !IPAddress.IsLoopback(endpoint.Address));

    /// <summary>Whoever can reach it is trusted, and it listens to more than this machine.</summary>
    public static bool IsExposed(ListeningSocket socket) => socket is { IsOurs: false, IsReachable: true } && s_private.ContainsKey(socket.Port);

    /// <summary>Domains that the world knows and whose mail is to come here.</summary>
    private static IEnumerable<string> Locals(DoctorFacts facts) => DomainCheck.Judged(facts).Where(one => one.Domain.Local is not Standfast.Accounts.LocalDelivery.NotLocal).Select(one => one.Domain.Name.Value);

    private static IEnumerable<IPNetwork> Networks(DoctorFacts facts) => facts.List("submission.trusted_networks").Select(text => IPNetwork.TryParse(text, out var network) ? network : (IPNetwork?)null).OfType<IPNetwork>();

    private static bool IsWide(IPNetwork network) => network.PrefixLength < (network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? LeastPrefix4 : LeastPrefix6);

    private static bool IsInner(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(s_inner, network => network.Contains(plain));
    }

    private static Fault Exposed(ListeningSocket socket, string how) => new($"{s_private[socket.Port]} at port {socket.Port}", $"port {socket.Port} is that of {s_private[socket.Port]}, which trusts whoever reaches it, and it {how}", $"{socket.Port}");

    private static IEnumerable<(string Setting, IPAddress? Host)> Scanners(DoctorFacts facts)
    {
        if (IPEndPoint.TryParse(facts["scanner.clamav"], out var endpoint)) yield return ("scanner.clamav", endpoint.Address);
        if (Uri.TryCreate(facts["scanner.rspamd"], UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp && IPAddress.TryParse(uri.Host.Trim('[', ']'), out var host)) yield return ("scanner.rspamd", host);
    }
}
