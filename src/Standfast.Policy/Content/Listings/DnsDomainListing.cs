using System.Collections.Concurrent;
using System.Net;
using Standfast.Dns;
using Standfast.Mail;

namespace Standfast.Policy.Content.Listings;

/// <summary>
/// Asks blocklists of domains over DNS (RFC 5782). A list counts only while its test entries answer as they must, and only answers
/// within 127.0.0.0/8 that are no error codes count: a list that is parked or refuses to answer lists nothing.
/// </summary>
/// <param name="zones">Such as dbl.spamhaus.org.</param>
public sealed class DnsDomainListing(IDnsResolver dns, IReadOnlyList<string> zones, TimeProvider time) : IDomainListing
{
    /// <summary>Ours; when it is full, everything is asked anew.</summary>
    private const int MaxCached = 20_000;

    /// <summary>The lists' own answers live for minutes to hours.</summary>
    private static readonly TimeSpan s_cached = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan s_tested = TimeSpan.FromHours(6);

    /// <summary>A list that failed its test is tested again after this.</summary>
    private static readonly TimeSpan s_failed = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, (DomainListed? Listed, long At)> _cache = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (bool IsHealthy, long At)> _health = new(StringComparer.Ordinal);

    public async ValueTask<DomainListed?> FindAsync(string host, CancellationToken cancellationToken)
    {
        if (_cache.TryGetValue(host, out var cached) && time.GetElapsedTime(cached.At) < s_cached) return cached.Listed;
        DomainListed? listed = null;
        foreach (var zone in zones)
        {
            if (!await IsHealthyAsync(zone, cancellationToken)) continue;
            listed = await AskAsync(host, zone, cancellationToken);
            if (listed is not null) break;
        }

        if (_cache.Count >= MaxCached) _cache.Clear();
        _cache[host] = (listed, time.GetTimestamp());
        return listed;
    }

    /// <summary>From the host to the domain of two labels: lists hold one or the other.</summary>
    private async Task<DomainListed?> AskAsync(string host, string zone, CancellationToken cancellationToken)
    {
        for (var (name, count) = (host, 0); name.Contains('.', StringComparison.Ordinal) && count < 4; name = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..], count++)
            if (await CodeAsync(name, zone, cancellationToken) is { } code)
                return new DomainListed(name, zone, code);
        return null;
    }

    /// <summary>RFC 5782 §5: TEST is listed, INVALID is not.</summary>
    private async Task<bool> IsHealthyAsync(string zone, CancellationToken cancellationToken)
    {
        if (_health.TryGetValue(zone, out var known) && time.GetElapsedTime(known.At) < (known.IsHealthy ? s_tested : s_failed)) return known.IsHealthy;
        var isHealthy = (await CodeAsync("test", zone, cancellationToken) is not null || await CodeAsync("dbltest.com", zone, cancellationToken) is not null) && await CodeAsync("invalid", zone, cancellationToken) is null;
        _health[zone] = (isHealthy, time.GetTimestamp());
        return isHealthy;
    }

    private async Task<string?> CodeAsync(string name, string zone, CancellationToken cancellationToken)
    {
        if (!DomainName.TryParse($"{name}.{zone}", out var query)) return null;
        return await dns.ResolveAddressesAsync(query, cancellationToken) is DnsAnswer<IPAddress>.Found found ? found.Records.FirstOrDefault(IsCode)?.ToString() : null;
    }

    /// <summary>127.255.255.x says that the question was wrong (Spamhaus), 127.0.0.1 that the resolver is blocked (SURBL, URIBL), 127.0.1.255 that an address was asked for.</summary>
    private static bool IsCode(IPAddress address)
    {
        var octets = address.GetAddressBytes();
        return octets is [127, _, _, _] && octets is not [127, 255, 255, _] && octets is not [127, 0, 0, 1] && octets is not [127, 0, 1, 255];
    }
}
