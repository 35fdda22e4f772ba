using System.Globalization;
using Standfast.Dns;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Delivery.Routing;

/// <summary>Finds the route of a domain: local, smart host, or MX (RFC 5321 §5.1).</summary>
internal sealed class Router(IDnsResolver dns, ILocalDomains local, DeliveryOptions options, Random random)
{
    /// <summary>Hosts of one domain that are tried at all; ours.</summary>
    private const int MaxHosts = 20;

    private readonly Lock _lock = new();

    public async Task<Route> FindAsync(DomainName domain, CancellationToken cancellationToken)
    {
        if (RouteOverride.TryReadLane(domain, out var given)) return new Route.Remote($"reroute:{given}", [given.Host], given.Port, false, null);
        switch (local.Find(domain))
        {
            case LocalRoute.Maildir:
                return new Route.Maildir();
            case LocalRoute.Lmtp(var endpoint):
                return OfEndpoint(endpoint);
        }

        if (options.Relay is { } relay) return new Route.Remote($"relay:{relay.Host}:{relay.Port}", [relay.Host], relay.Port, false, relay);
        return await dns.ResolveMxAsync(domain, cancellationToken) switch
        {
            DnsAnswer<MxRecord>.Found(var records) => OfRecords(domain, records),
            DnsAnswer<MxRecord>.NoData => await OfAddressAsync(domain, cancellationToken),
            DnsAnswer<MxRecord>.NoSuchName => new Route.Impossible(new SmtpReply(550, 1, 2, $"Domain {domain} does not exist")),
            DnsAnswer<MxRecord>.Failed(var reason) => new Route.Unresolved(new SmtpReply(451, 4, 3, $"DNS gives no answer for {domain}: {reason}")),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>RFC 5321 §5.1: without MX records the domain itself is the host; without an address either it takes no mail.</summary>
    private async Task<Route> OfAddressAsync(DomainName domain, CancellationToken cancellationToken) => await dns.ResolveAddressesAsync(domain, cancellationToken) switch
    {
        DnsAnswer<System.Net.IPAddress>.Found => new Route.Remote(domain.Value, [domain.Value], options.Port, false, null),
        DnsAnswer<System.Net.IPAddress>.Failed(var reason) => new Route.Unresolved(new SmtpReply(451, 4, 3, $"DNS gives no answer for {domain}: {reason}")),
        _ => new Route.Impossible(new SmtpReply(550, 1, 2, $"Domain {domain} has neither MX nor address")),
    };

    private static Route.Remote OfEndpoint(string endpoint)
    {
        if (endpoint.StartsWith("unix:", StringComparison.Ordinal)) return new Route.Remote("lmtp:" + endpoint, [endpoint], 0, true, null);
        var colon = endpoint.LastIndexOf(':');
        return new Route.Remote("lmtp:" + endpoint, [endpoint[..colon].Trim('[', ']')], int.Parse(endpoint[(colon + 1)..], CultureInfo.InvariantCulture), true, null);
    }

    private Route OfRecords(DomainName domain, IReadOnlyList<MxRecord> records)
    {
        // RFC 7505: a lone "." says that the domain takes no mail.
        if (records.Count == 1 && records[0].Exchange is null) return new Route.Impossible(new SmtpReply(556, 1, 10, $"Domain {domain} accepts no mail (null MX)"));
        var ours = records.Where(record => record.Exchange == options.Hostname).Select(record => (int?)record.Preference).Min();
        List<(int Preference, int Order, string Host)> usable;
        lock (_lock)
        {
            // Equal preferences share the load (RFC 5321 §5.1); hosts not better than ourselves would loop.
            usable = [.. records.Where(record => record.Exchange is not null && (ours is null || record.Preference < ours))
                .Select(record => (record.Preference, random.Next(), record.Exchange!.Value))];
        }

        if (usable.Count == 0) return new Route.Impossible(new SmtpReply(550, 4, 6, $"The MX of {domain} is this server, and the domain is not local here"));
        var hosts = usable.Order().Select(entry => entry.Host).Distinct().Take(MaxHosts).ToList();
        return new Route.Remote(string.Join(',', hosts.Order(StringComparer.Ordinal)), hosts, options.Port, false, null);
    }
}
