using System.Diagnostics.CodeAnalysis;
using Standfast.Mail;

namespace Standfast.Queue.Scheduling;

/// <summary>What the owner of the table must tell Delivery: a domain needs a route, or a site has work.</summary>
internal readonly record struct Signal(DomainName? RouteWanted, string? Ready);

/// <summary>All lanes, and which site serves which domain. Holds no lane that has nothing to do. Not safe for concurrent use.</summary>
/// <param name="poolOf">Egress pool of a lane; null where there is only the default one.</param>
internal sealed class LaneTable<T>(Func<LaneKey, string>? poolOf = null)
    where T : class
{
    /// <summary>Domains of a working site whose empty lanes are kept; ours.</summary>
    private const int MaxKept = 1_000;

    /// <summary>Lanes of one domain beyond which an empty one is not kept; ours.</summary>
    private const int MaxKeptOfDomain = 16;

    private readonly Dictionary<LaneKey, Lane<T>> _lanes = [];
    private readonly Dictionary<DomainName, DomainLanes> _domains = [];
    private readonly Dictionary<string, SiteEntry<T>> _sites = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SiteLanes<T>> _served = new(StringComparer.Ordinal);
    private readonly List<Lane<T>?> _numbered = [];
    private readonly Stack<int> _free = new();

    public int Count => _lanes.Count;

    public Lane<T> this[int number] => _numbered[number]!;

    public Lane<T> LaneOf(LaneKey key)
    {
        if (_lanes.TryGetValue(key, out var lane)) return lane;
        var number = _free.TryPop(out var free) ? free : _numbered.Count;
        lane = new Lane<T>(number, key);
        if (number == _numbered.Count) _numbered.Add(lane);
        else _numbered[number] = lane;
        _lanes.Add(key, lane);
        if (!_domains.TryGetValue(key.Domain, out var entry)) _domains.Add(key.Domain, entry = new DomainLanes());
        entry.Lanes.Add(lane);
        lane.Site = entry.Site is { } site ? LanesAt(site, key) : null;
        return lane;
    }

    public Signal Add(Lane<T> lane, LaneEntry<T> entry, bool isFresh)
    {
        lane.Add(entry, isFresh);
        if (lane.Site is { } site)
        {
            site.Add(lane);
            return new Signal(null, site.Name);
        }

        var domain = _domains[lane.Key.Domain];
        if (domain.IsAsked) return default;
        domain.IsAsked = true;
        return new Signal(lane.Key.Domain, null);
    }

    /// <summary>Domains that wait for a route that nobody was asked for yet.</summary>
    /// <param name="again">Also those that were asked for: nobody heard it.</param>
    public List<DomainName> AskRoutes(bool again)
    {
        var wanted = new List<DomainName>();
        foreach (var (domain, entry) in _domains)
        {
            if (entry.Site is not null || (entry.IsAsked && !again) || !entry.Lanes.Exists(lane => lane.Count > 0)) continue;
            entry.IsAsked = true;
            wanted.Add(domain);
        }

        return wanted;
    }

    /// <param name="byPool">The mail of each pool is taken by itself, under the name that <see cref="PooledSite"/> gives it.</param>
    /// <returns>The site's lanes, by pool.</returns>
    public IReadOnlyList<SiteLanes<T>> Assign(DomainName domain, string siteName, bool byPool)
    {
        if (!_domains.TryGetValue(domain, out var entry)) return [];
        if (!_sites.TryGetValue(siteName, out var site)) _sites.Add(siteName, site = new SiteEntry<T>(siteName, byPool));
        entry.IsAsked = false;
        if (entry.Site is { } old && old != site) Leave(old, domain);
        entry.Site = site;
        site.Domains.Add(domain);
        foreach (var lane in entry.Lanes)
        {
            var lanes = LanesAt(site, lane.Key);
            if (lane.Site != lanes) lane.InRotation = false;
            lane.Site = lanes;
            lanes.Add(lane);
        }

        return site.Pools;
    }

    /// <summary>Forgets a site without work. False when there is work.</summary>
    public bool Release(string siteName)
    {
        if (!_sites.TryGetValue(siteName, out var site)) return true;
        if (site.Domains.Any(domain => _domains[domain].Lanes.Exists(lane => lane.Count > 0))) return false;
        Unassign(siteName);
        return true;
    }

    /// <summary>Takes all domains from a site; those with work are to be asked for again.</summary>
    public void Unassign(string siteName)
    {
        if (!_sites.TryGetValue(siteName, out var site)) return;
        Forget(site);
        foreach (var domain in site.Domains)
        {
            var entry = _domains[domain];
            entry.Site = null;
            foreach (var lane in entry.Lanes) (lane.Site, lane.InRotation) = (null, false);
            foreach (var lane in entry.Lanes.ToArray()) Tidy(lane);
        }
    }

    public bool TryFindSite(string name, [NotNullWhen(true)] out SiteLanes<T>? site) => _served.TryGetValue(name, out site);

    public string? SiteOf(DomainName domain) => _domains.TryGetValue(domain, out var entry) ? entry.Site?.Name : null;

    /// <summary>Drops a lane that has nothing and expects nothing. While its site is at work it stays, for the next message.</summary>
    public void Tidy(Lane<T> lane)
    {
        if (lane.Count > 0 || lane.Parked > 0 || _numbered[lane.Number] != lane) return;
        var entry = _domains[lane.Key.Domain];
        if (lane.Site is { } working && working.Site.Domains.Count < MaxKept && entry.Lanes.Count <= MaxKeptOfDomain) return;
        _lanes.Remove(lane.Key);
        _numbered[lane.Number] = null;
        _free.Push(lane.Number);
        entry.Lanes.Remove(lane);
        if (entry.Lanes.Count > 0) return;
        _domains.Remove(lane.Key.Domain);
        if (entry.Site is { } site) Leave(site, lane.Key.Domain);
    }

    private SiteLanes<T> LanesAt(SiteEntry<T> site, LaneKey key)
    {
        var name = site.IsByPool && poolOf is not null ? PooledSite.NameOf(site.Name, poolOf(key)) : site.Name;
        if (_served.TryGetValue(name, out var lanes)) return lanes;
        lanes = new SiteLanes<T>(name, site);
        _served.Add(name, lanes);
        site.Pools.Add(lanes);
        return lanes;
    }

    private void Leave(SiteEntry<T> site, DomainName domain)
    {
        site.Domains.Remove(domain);
        if (site.Domains.Count == 0) Forget(site);
    }

    private void Forget(SiteEntry<T> site)
    {
        _sites.Remove(site.Name);
        foreach (var lanes in site.Pools) _served.Remove(lanes.Name);
    }

    private sealed class DomainLanes
    {
        public List<Lane<T>> Lanes { get; } = new(1);

        public SiteEntry<T>? Site { get; set; }

        /// <summary>A route was asked for and has not come.</summary>
        public bool IsAsked { get; set; }
    }
}
