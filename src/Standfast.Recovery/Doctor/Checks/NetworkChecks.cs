using System.Net;
using System.Net.Sockets;
using Standfast.Recovery.Doctor.Facts;
using Standfast.Reputation.Blocklists;

namespace Standfast.Recovery.Doctor.Checks;

/// <summary>The way out: name servers, port 25, addresses.</summary>
internal static class NetworkChecks
{
    private const int LeastMtu = 1_280;

    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(1);

    /// <summary>Resolvers for everybody; operators of blocklists refuse to answer by them, or answer nonsense.</summary>
    private static readonly HashSet<IPAddress> s_publicResolvers =
    [
        .. ((string[])["8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9", "149.112.112.112", "208.67.222.222", "208.67.220.220", "2001:4860:4860::8888", "2001:4860:4860::8844", "2606:4700:4700::1111", "2606:4700:4700::1001", "2620:fe::fe"])
            .Select(IPAddress.Parse),
    ];

    public static IReadOnlyList<IDoctorCheck> All { get; } =
    [
        FactCheck.OfNetwork("DR-2001", (_, network) => CheckOutcome.When(network.Resolvers.Count == 0, () => new Fault("DNS", "no name server is known"))),
        FactCheck.OfNetwork("DR-2002", (_, network) => CheckOutcome.When(network.Resolvers.Count > 0 && network.DnsFailure is not null, () => new Fault(string.Join(", ", network.Resolvers), $"the name servers give no answer: {network.DnsFailure}"))),
        FactCheck.OfNetwork("DR-2003", (_, network) => network.DnsLatency is { } latency
            ? CheckOutcome.When(latency > s_slow, () => new Fault(string.Join(", ", network.Resolvers), $"an answer of the DNS took {latency.TotalSeconds:0.0} s")) : CheckOutcome.Skip("no question was answered")),
        FactCheck.OfNetwork("DR-2004", (facts, network) => CheckOutcome.Of(
            ListServers(facts, network).Where(server => s_publicResolvers.Contains(server.Address)).Distinct().Select(server => new Fault(server.Address.ToString(), $"blocklists are asked by {server.Address}, a resolver for everybody, which they refuse", server.Setting)))),
        FactCheck.OfNetwork("DR-2005", Port25),
        FactCheck.OfNetwork("DR-2006", (facts, network) => CheckOutcome.Of(
            facts.List("delivery.sources").Where(text => IPAddress.TryParse(text, out var source) && !IPAddress.IsLoopback(source) && !network.Local.Contains(source))
                .Select(source => new Fault(source, $"mail is to leave by {source}, which no interface of this machine has")))),
        FactCheck.OfNetwork("DR-2007", (facts, network) => facts.List("delivery.families") is ["ipv6"]
            ? CheckOutcome.When(!network.Local.Any(address => address.AddressFamily == AddressFamily.InterNetworkV6 && PublicAddress.Is(address)), () => new Fault("delivery.families", "mail is to leave by IPv6 alone, and this machine has no public IPv6 address", "ipv4")) : CheckOutcome.Good),
        FactCheck.OfNetwork("DR-2008", (_, network) => FactCheck.When(!network.HasDefaultRoute, () => new Fault("routes", "there is no default route: nothing outside can be reached"))),
        FactCheck.OfNetwork("DR-2009", (_, network) => network.SmallestMtu is { } mtu ? CheckOutcome.When(mtu < LeastMtu, () => new Fault("MTU", $"an interface takes {mtu} octets at once; large messages stall", "1280")) : null),
        FactCheck.OfNetwork("DR-2010", (facts, network) => CheckOutcome.When(
            network.Own.Count == 0 && facts["delivery.relay"].Length == 0 && facts.Accounts?.Domains.Any(one => PublicName.Is(one.Domain.Name)) == true,
            () => new Fault("reputation.addresses", "domains are sent for, and no public address is known that their mail comes from: nobody watches its names and listings"))),
        FactCheck.Of("DR-2011", facts => CheckOutcome.When(
            facts["delivery.relay"].Length > 0 && facts["delivery.relay_user"].Length > 0 && facts["delivery.relay_password_file"].Length == 0,
            () => new Fault("delivery.relay_password_file", "the smart host is to be logged in to, and no password is named", facts.Host?.User ?? "standfast"))),
        FactCheck.Of("DR-2012", facts => CheckOutcome.When(
            facts["delivery.relay"].Length == 0 && facts.Number("delivery.port") != 25 && facts.Accounts?.Domains.Any(one => PublicName.Is(one.Domain.Name)) == true,
            () => new Fault("delivery.port", $"mail servers are spoken to at port {facts["delivery.port"]}; they listen at 25", "25"))),
    ];

    /// <summary>Some hosts do not answer now and then; one that greets is proof enough that the port is open.</summary>
    private static CheckOutcome Port25(DoctorFacts facts, NetworkFacts network)
    {
        if (facts["delivery.relay"].Length > 0) return CheckOutcome.Good;
        if (network.Probes is not { Count: > 0 } probes) return CheckOutcome.Skip("the mail servers of large receivers could not be found in the DNS");
        return CheckOutcome.When(probes.All(probe => probe.Failure is not null), () => new Fault($"port {facts["delivery.port"]}", $"no large receiver can be reached: {string.Join("; ", probes.Select(probe => $"{probe.Host}: {probe.Failure}"))}"));
    }

    /// <summary>Name servers that blocklists are asked by, each with the setting that names it.</summary>
    private static IEnumerable<(IPAddress Address, string Setting)> ListServers(DoctorFacts facts, NetworkFacts network)
    {
        var asksForOwn = facts["reputation.lists"] != "off" && network.Own.Count > 0;
        var named = ListenerChecks.Endpoints(facts, "reputation.list_servers");
        if (asksForOwn)
            foreach (var endpoint in named)
                yield return (endpoint.Address, "reputation.list_servers");
        // Clients and links are looked up by those of all else.
        if (facts["inbound.dnsbl"].Length == 0 && facts["content.domain_lists"].Length == 0 && (!asksForOwn || named.Count > 0)) yield break;
        foreach (var address in network.Resolvers) yield return (address, "dns.servers");
    }
}
