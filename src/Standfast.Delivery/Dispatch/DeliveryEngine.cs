using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Standfast.Delivery.Egress;
using Standfast.Delivery.Network;
using Standfast.Delivery.Routing;
using Standfast.Delivery.Shaping;
using Standfast.Delivery.Sites;
using Standfast.Delivery.Warmup;
using Standfast.Dns;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Delivery.Dispatch;

/// <summary>Finds the routes of domains that have mail, and lets each site take its mail from the queue at its own pace.</summary>
public sealed class DeliveryEngine : IDeliveryDispatcher, ISiteList, ISiteOwner, IDisposable
{
    private static readonly TimeSpan s_routeLifetime = TimeSpan.FromMinutes(1);

    /// <summary>Domains whose route is remembered; ours. When full, all are forgotten.</summary>
    private const int MaxRoutes = 50_000;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<DomainName, KnownRoute> _routes = new();
    private readonly ConcurrentDictionary<string, ISite> _sites = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Site> _pooled = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _lookUps = new();
    private readonly LookUpLanes _lanes;
    private readonly Router _router;
    private readonly PathTable _paths;
    private readonly WarmupTable _warmup;
    private readonly ShapingMemory _memory;
    private readonly SiteContext _context;
    private readonly Alarm _opened;
    private CancellationToken _stopping;

    public DeliveryEngine(
        IDeliveryQueue queue, IDnsResolver dns, INetwork network, ILocalDomains local, DeliveryOptions options, TimeProvider time, Random random, ILogger logger, IShapingStore? memory = null, IWarmupLedger? ledger = null)
    {
        _router = new Router(dns, local, options, random);
        _lanes = new LookUpLanes(options.LookUps, options.SlowLookUps, time);
        var clock = new MonotonicClock(time);
        var dead = new DeadHosts(clock);
        _warmup = new WarmupTable(ledger, options.Warmup, queue.AgeOf, time, logger);
        _paths = new PathTable(memory, _warmup, clock, options);
        _memory = new ShapingMemory(_paths, time, logger);
        _context = new SiteContext(
            queue, new Connector(new AddressFinder(dns, dead, options), new Dialler(network, dead, options, clock, time), dead, options, time), new ConnectionBudget(options.Connections),
            new ShapingContext(_paths, new SourceHealth(clock), options.Providers, clock, _memory.SaveSoon), options, time, logger, this);
        // Whoever opens a state may hold locks that a site asks for.
        _opened = new Alarm(time, KickAll);
        if (options.States is { } states) states.Opened += WakeUp;
    }

    /// <summary>Runs until told to stop; then takes nothing new, and ends when open transactions are finished and recorded.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        _stopping = stopping;
        _paths.Load();
        _context.Queue.Attach(this);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (stopping.Register(stopped.SetResult)) await stopped.Task;
        await Task.WhenAll(_lookUps.Keys);
        await Task.WhenAll(_sites.Values.Select(site => site.WhenIdleAsync()));
        _memory.Save();
    }

    public void RouteWanted(DomainName domain)
    {
        if (_stopping.IsCancellationRequested) return;
        if (_routes.TryGetValue(domain, out var known) && IsFresh(known)) Settle(domain, known.Route);
        else if (!WaitsForName(domain)) LookUp(domain);
    }

    public void WorkReady(string site)
    {
        // A group's own name is that of its default pool's mail.
        if (_pooled.TryGetValue(site, out var ofPool)) ofPool.Kick();
        else if (_sites.TryGetValue(site, out var found)) found.Kick();
    }

    public IReadOnlyList<SiteStatus> ListSites() => [.. _sites.Values.OfType<SiteGroup>().SelectMany(group => group.Describe()).OrderBy(site => site.Site, StringComparer.Ordinal)];

    /// <summary>Users of a provider complain too much of what a source sends: where it is being warmed up, its plan does not go on by this day.</summary>
    /// <param name="provider">As facts name it.</param>
    public void DoubtWarmup(string source, string provider) => _warmup.Doubt(source, provider);

    public void Dispose()
    {
        if (_context.Options.States is { } states) states.Opened -= WakeUp;
        _opened.Dispose();
        _memory.Dispose();
        _lanes.Dispose();
        foreach (var site in _sites.Values) (site as IDisposable)?.Dispose();
    }

    void ISiteOwner.Uses(DomainName domain)
    {
        if (!_routes.TryGetValue(domain, out var known) || IsFresh(known) || known.IsLookedUp) return;
        known.IsLookedUp = true;
        LookUp(domain);
    }

    void ISiteOwner.LookUpAgain(DomainName domain)
    {
        if (!_stopping.IsCancellationRequested) LookUp(domain, isSlow: true);
    }

    bool ISiteOwner.WentIdle(string site)
    {
        // Under the lock of Settle: a domain that is just being given to the site is work for it.
        lock (_lock)
        {
            // A worker that was started meanwhile may hold a message: then the site stays, and goes when that worker ends.
            if (!_context.Queue.Release(site) || !_sites.TryGetValue(site, out var idle) || idle.IsBusy) return false;
            Forget(site, idle);
            return true;
        }
    }

    private void WakeUp() => _opened.SetWithin(TimeSpan.Zero);

    private void KickAll()
    {
        foreach (var site in _sites.Values) site.Kick();
    }

    /// <summary>The name was asked for in vain a moment ago: what became due since waits with the rest.</summary>
    private bool WaitsForName(DomainName domain)
    {
        lock (_lock)
        {
            var name = UnresolvedSite.NameFor(domain);
            if (!_sites.ContainsKey(name)) return false;
            _context.Queue.Assign(domain, name);
            return true;
        }
    }

    private bool IsFresh(KnownRoute known) => _context.Time.GetElapsedTime(known.Stamp) < s_routeLifetime;

    /// <param name="isSlow">The name was asked for in vain before.</param>
    private void LookUp(DomainName domain, bool isSlow = false)
    {
        var lookUp = LookUpAsync(domain, isSlow);
        if (lookUp.IsCompleted) return;
        _lookUps.TryAdd(lookUp, true);
        _ = lookUp.ContinueWith(done => _lookUps.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task LookUpAsync(DomainName domain, bool isSlow)
    {
        try
        {
            using var turn = await _lanes.EnterAsync(isSlow, _stopping);
            var route = await _router.FindAsync(domain, _stopping);
            if (_routes.Count >= MaxRoutes) _routes.Clear();
            // A failed look-up is asked again for the next message.
            if (route is Route.Impossible or Route.Unresolved) _routes.TryRemove(domain, out _);
            else _routes[domain] = new KnownRoute(route, _context.Time.GetTimestamp());
            Settle(domain, route);
        }
        catch (OperationCanceledException)
        {
            // The server stops; the mail stays queued.
        }
#pragma warning disable CA1031 // Whatever a resolver throws concerns this domain only.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.NoRoute(_context.Logger, domain.Value, exception);
            Settle(domain, new Route.Unresolved(new SmtpReply(451, 4, 3, $"the route of {domain} could not be looked up: {exception.Message}")));
        }
    }

    private void Settle(DomainName domain, Route route)
    {
        lock (_lock)
        {
            var name = route switch
            {
                Route.Remote remote => remote.Site,
                Route.Maildir => MaildirSite.Name,
                Route.Impossible => UnroutableSite.NameFor(domain),
                _ => UnresolvedSite.NameFor(domain),
            };
            if (_sites.TryGetValue(name, out var known))
            {
                if (route is Route.Unresolved(var again)) (known as UnresolvedSite)?.Renew(again);
            }
            else
            {
                _sites[name] = route switch
                {
                    Route.Remote remote => Open(remote),
                    Route.Impossible(var reply) => new UnroutableSite(name, reply, _context, _stopping),
                    Route.Unresolved(var reply) => new UnresolvedSite(domain, reply, _context, _stopping),
                    _ => new MaildirSite(_context, _stopping),
                };
            }

            _context.Queue.Assign(domain, name, byPool: IsByPool(route));
            if (route is not Route.Unresolved) ForgetUnresolved(UnresolvedSite.NameFor(domain));
        }
    }

    /// <summary>The name is answered for again. A worker that still runs for it finds nothing, and the site goes when it ends.</summary>
    private void ForgetUnresolved(string name)
    {
        if (_sites.TryGetValue(name, out var former) && !former.IsBusy) Forget(name, former);
    }

    private SiteGroup Open(Route.Remote route)
    {
        var group = new SiteGroup([.. (IsByPool(route) ? _context.Options.Pools : [EgressPool.Default]).Select(pool => new Site(route, pool, _context, _stopping))]);
        foreach (var site in group.Sites) _pooled[site.Name] = site;
        return group;
    }

    /// <summary>LMTP stays in the house: no address of ours is seen there.</summary>
    private static bool IsByPool(Route route) => route is Route.Remote { IsLmtp: false };

    private void Forget(string name, ISite site)
    {
        _sites.TryRemove(name, out _);
        if (site is SiteGroup group)
            foreach (var one in group.Sites)
                _pooled.TryRemove(one.Name, out _);
        (site as IDisposable)?.Dispose();
    }

    private sealed record KnownRoute(Route Route, long Stamp)
    {
        public bool IsLookedUp { get; set; }
    }
}
