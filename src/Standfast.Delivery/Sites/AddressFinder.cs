using System.Net;
using System.Net.Sockets;
using Standfast.Delivery.Egress;
using Standfast.Delivery.Routing;
using Standfast.Delivery.Shaping;
using Standfast.Dns;
using Standfast.Mail;
using Standfast.Smtp.Client;

namespace Standfast.Delivery.Sites;

/// <summary>Finds the addresses of a route's hosts that are worth a try.</summary>
internal sealed class AddressFinder(IDnsResolver dns, DeadHosts dead, DeliveryOptions options)
{
    /// <summary>Addresses that one connection is tried at, of all hosts together (RFC 5321 §5.1: at least two; as Postfix' smtp_mx_address_limit).</summary>
    private const int MaxAddresses = 5;

    public async Task<Addresses> FindAsync(Route.Remote route, EgressSource source, CancellationToken cancellationToken)
    {
        var candidates = new List<Candidate>();
        PeerException? last = null;
        TimeSpan? rest = null;
        var loops = 0;
        foreach (var host in route.Hosts)
        {
            if (candidates.Count >= MaxAddresses) break;
            foreach (var endpoint in await ResolveAsync(host, route.Port, reason => last = reason, cancellationToken))
            {
                if (endpoint is IPEndPoint address)
                {
                    if (IsOwn(address))
                    {
                        loops++;
                        continue;
                    }

                    if (!source.Reaches(address.AddressFamily)) continue;
                    // The smart host and LMTP have nobody else to go to.
                    if (route.Relay is null && !route.IsLmtp && dead.Left(endpoint, source.Name) is var left && left > TimeSpan.Zero)
                    {
                        rest = left < rest || rest is null ? left : rest;
                        continue;
                    }
                }

                if (candidates.Count < MaxAddresses) candidates.Add(new Candidate(host, endpoint));
            }
        }

        return new Addresses(candidates, last, rest, loops);
    }

    /// <summary>A listener on all addresses is reached by each that leads to this machine, also by all of 127.0.0.0/8 and by 0.0.0.0.</summary>
    private bool IsOwn(IPEndPoint address)
    {
        if (options.OwnEndpoints.Contains(address)) return true;
        var plain = address.Address.IsIPv4MappedToIPv6 ? address.Address.MapToIPv4() : address.Address;
        if (!plain.Equals(address.Address) && options.OwnEndpoints.Contains(new IPEndPoint(plain, address.Port))) return true;
        return (IPAddress.IsLoopback(plain) || plain.Equals(IPAddress.Any) || plain.Equals(IPAddress.IPv6Any))
            && options.OwnEndpoints.Any(own => own.Port == address.Port && (own.Address.Equals(IPAddress.Any) || own.Address.Equals(IPAddress.IPv6Any)));
    }

    private async Task<IReadOnlyList<EndPoint>> ResolveAsync(string host, int port, Action<PeerException> failed, CancellationToken cancellationToken)
    {
        if (host.StartsWith("unix:", StringComparison.Ordinal)) return [new UnixDomainSocketEndPoint(host[5..])];
        if (IPAddress.TryParse(host, out var literal)) return [new IPEndPoint(literal, port)];
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return [new IPEndPoint(IPAddress.Loopback, port)];
        if (!DomainName.TryParse(host, out var name)) return [];
        switch (await dns.ResolveAddressesAsync(name, cancellationToken))
        {
            case DnsAnswer<IPAddress>.Found(var addresses):
                return [.. options.Families.SelectMany(family => addresses.Where(address => address.AddressFamily == family)).Select(address => new IPEndPoint(address, port))];
            case DnsAnswer<IPAddress>.Failed(var reason):
                failed(new PeerException("connect", $"DNS gives no address for {host}: {reason}"));
                return [];
            default:
                failed(new PeerException("connect", $"{host} has no address"));
                return [];
        }
    }

    /// <param name="Failure">Why a host has none.</param>
    /// <param name="Rest">Until the first of those that are passed over may be tried; null when none is.</param>
    /// <param name="Loops">Addresses of our own.</param>
    public sealed record Addresses(IReadOnlyList<Candidate> Candidates, PeerException? Failure, TimeSpan? Rest, int Loops);
}
