using System.Collections.Concurrent;
using Standfast.Delivery.Egress;
using Standfast.Delivery.Providers;
using Standfast.Delivery.Warmup;
using Standfast.Mail;
using Standfast.Reputation.States;

namespace Standfast.Delivery.Shaping;

/// <summary>
/// The ways to all sites that are at work, what binds them, and what was learned of those that rest. May be called concurrently.
/// </summary>
/// <param name="store">Null where nothing outlives a restart.</param>
internal sealed class PathTable(IShapingStore? store, WarmupTable warmup, MonotonicClock clock, DeliveryOptions options)
{
    /// <summary>Sites at rest whose state is kept in RAM; ours. What does not fit is learned again.</summary>
    private const int MaxResting = 50_000;

    /// <summary>Longest time that a stored pause may still last; no reaction in data/ is longer.</summary>
    private static readonly TimeSpan s_farthest = TimeSpan.FromDays(7);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Site, string Source), (SitePath Path, int Users)> _paths = [];
    private readonly ConcurrentDictionary<string, Restraint> _restraints = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Provider, string Source), ConnectionBudget> _budgets = new();
    private readonly ConcurrentDictionary<(string Provider, string Source), UnansweredLimit> _unanswered = new();
    private readonly Dictionary<(string Site, string Source), SiteMemory> _memories = [];

    /// <summary>Ways and restraints in RAM.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _paths.Count + _restraints.Count;
        }
    }

    public void Load()
    {
        if (store is null) return;
        var (sites, restraints) = store.Load();
        foreach (var site in sites) _memories[(site.Site, site.Source)] = site;
        foreach (var memory in restraints)
            RestraintFor(memory.Key).Restore(clock.FromWall(memory.SuspendedUntil, s_farthest), clock.FromWall(memory.SlowedUntil, s_farthest), memory.RatePerSecond, memory.Reason);
    }

    /// <exception cref="IOException">It could not be written.</exception>
    public void Save()
    {
        if (store is null) return;
        List<SiteMemory> sites;
        lock (_lock)
        {
            foreach (var (key, (path, _)) in _paths)
            {
                if (path.Remember() is { } memory) _memories[key] = memory;
                else _memories.Remove(key);
            }

            sites = [.. _memories.Values];
        }

        var restraints = new List<RestraintMemory>();
        foreach (var (key, restraint) in _restraints)
            if (restraint.Read() is var (suspended, slowed, rate, reason))
                restraints.Add(new RestraintMemory(key, clock.ToWall(suspended), clock.ToWall(slowed), rate, reason));
        store.Save(sites, restraints);
    }

    /// <summary>The way of a site that begins to work; to be released when it ends.</summary>
    public SitePath Use(string site, EgressSource source, SiteLimits limits)
    {
        lock (_lock)
        {
            var key = (site, source.Name);
            var path = _paths.TryGetValue(key, out var known) ? known.Path : Make(site, source, limits);
            _paths[key] = (path, known.Users + 1);
            return path;
        }
    }

    public void Release(SitePath path)
    {
        lock (_lock)
        {
            var key = (path.Site, path.Source.Name);
            var users = _paths[key].Users - 1;
            if (users > 0 || (path.IsMemorable && _paths.Count < MaxResting))
            {
                _paths[key] = (path, users);
                return;
            }

            if (path.Remember() is { } memory && _memories.Count < MaxResting) _memories[key] = memory;
            else _memories.Remove(key);
            _paths.Remove(key);
            _restraints.TryRemove(KeyOf(path.Site, path.Source.Name), out _);
        }
    }

    /// <summary>
    /// What a reply asks for. A verdict on us binds the whole pool: to go on from another of its sources would be to go round it.
    /// </summary>
    public void Apply(Reaction reaction, SmtpReply reply, SitePath path, string pool)
    {
        var provider = path.Limits.Profile;
        if (reaction.Kind == ReactionKind.Suspend) path.StepBack();
        var whom = reaction.IsForProvider && !provider.Hosts.IsEmpty ? "@" + provider.Name : path.Site;
        RestraintFor(KeyOf(whom, reaction.IsPolicy && reaction.Kind == ReactionKind.Suspend ? PoolName(pool) : path.Source.Name)).Apply(reaction, reply);
    }

    /// <summary>What binds a pool at a site, whatever its sources.</summary>
    public Restraint[] RestraintsOfPool(string pool, string site, ProviderProfile profile) =>
        profile.Hosts.IsEmpty ? [RestraintFor(KeyOf(site, PoolName(pool)))] : [RestraintFor(KeyOf(site, PoolName(pool))), RestraintFor(KeyOf("@" + profile.Name, PoolName(pool)))];

    /// <summary>A pool's site has ended: what binds it no more is forgotten.</summary>
    public void ReleasePool(string pool, string site)
    {
        var key = KeyOf(site, PoolName(pool));
        if (_restraints.TryGetValue(key, out var restraint) && restraint.Read() is null) _restraints.TryRemove(key, out _);
    }

    private SitePath Make(string site, EgressSource source, SiteLimits limits)
    {
        var profile = limits.Profile;
        Restraint[] restraints = profile.Hosts.IsEmpty
            ? [RestraintFor(KeyOf(site, source.Name))]
            : [RestraintFor(KeyOf(site, source.Name)), RestraintFor(KeyOf("@" + profile.Name, source.Name))];
        var budget = limits.ProviderConnections is { } most ? _budgets.GetOrAdd((profile.Name, source.Name), _ => new ConnectionBudget(Math.Min(most, options.Connections))) : null;
        var path = new SitePath(site, source, limits, budget, limits.IsOurs ? null : warmup.Find(source, profile.Name), restraints, StateOf(source, limits), clock) { Unanswered = UnansweredOf(source, limits) };
        if (_memories.TryGetValue((site, source.Name), out var memory)) path.Restore(memory, s_farthest);
        return path;
    }

    private IWay StateOf(EgressSource source, SiteLimits limits) => options.States is { } states && limits.StateName is { } name ? states.WayFor(source.Name, name) : OpenWay.Instance;

    /// <summary>Of a provider that has many sites one for all of them: its verdict is one.</summary>
    private UnansweredLimit? UnansweredOf(EgressSource source, SiteLimits limits) =>
        limits.IsOurs ? null
        : limits.Profile.Hosts.IsEmpty ? new UnansweredLimit(clock)
        : _unanswered.GetOrAdd((limits.Profile.Name, source.Name), static (_, time) => new UnansweredLimit(time), clock);

    private Restraint RestraintFor(string key) => _restraints.GetOrAdd(key, static (_, time) => new Restraint(time), clock);

    // Neither names of sites nor of sources hold a space.
    private static string KeyOf(string whom, string source) => $"{whom} {source}";

    private static string PoolName(string pool) => "pool:" + pool;
}
