using System.Collections.Concurrent;
using System.Net;
using Standfast.Dns;

namespace Standfast.Policy.Inbound;

/// <summary>Whether lists in the DNS name a client. What they fail to say in time is "not listed": mail does not wait for them. May be called concurrently.</summary>
/// <param name="alarm">Told the zone and why it is not asked any more, or null when it is asked again.</param>
public sealed class DnsblChecker(IReadOnlyList<DnsblZone> zones, IDnsResolver dns, TimeProvider time, Action<string, string?>? alarm = null)
{
    /// <summary>For all zones together; ours.</summary>
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_listedFor = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan s_unlistedFor = TimeSpan.FromMinutes(5);

    /// <summary>Clients remembered; ours. About 10 MB.</summary>
    private const int MaxRemembered = 50_000;

    private readonly DnsblTester[] _zones = [.. zones.Select(zone => new DnsblTester(zone, dns, time, alarm))];
    private readonly ConcurrentDictionary<IPAddress, (DnsblListing? Listing, long At)> _remembered = new();

    public IReadOnlyList<DnsblZoneState> Zones => [.. _zones.Select(zone => zone.State)];

    /// <returns>The first zone, in the order of the setting, that lists it; null where none does.</returns>
    public async ValueTask<DnsblListing?> FindAsync(IPAddress client, CancellationToken cancellationToken)
    {
        if (_zones.Length == 0 || ClientAddress.IsOwn(client)) return null;
        if (_remembered.TryGetValue(client, out var known) && time.GetElapsedTime(known.At) < (known.Listing is null ? s_unlistedFor : s_listedFor)) return known.Listing;
        using var timeout = new CancellationTokenSource(s_timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var answers = await Task.WhenAll(_zones.Select(zone => AskAsync(zone, client, either.Token)));
        cancellationToken.ThrowIfCancellationRequested();
        var listing = answers.FirstOrDefault(answer => answer is not null);
        if (_remembered.Count >= MaxRemembered) _remembered.Clear();
        _remembered[client] = (listing, time.GetTimestamp());
        return listing;
    }

    private static async Task<DnsblListing?> AskAsync(DnsblTester zone, IPAddress client, CancellationToken cancellationToken)
    {
        try
        {
            return await zone.AskAsync(client, cancellationToken).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
