using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Standfast.Delivery.Network;
using Standfast.Delivery.Routing;
using Standfast.Delivery.Sites;
using Standfast.Dns;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Delivery.Dispatch;

/// <summary>Finds the routes of domains that have mail, and lets each site take its mail from the queue at its own pace.</summary>
public sealed class DeliveryEngine : IDeliveryDispatcher, ISiteOwner, IDisposable
{
    private static readonly TimeSpan s_routeLifetime = TimeSpan.FromMinutes(1);

    /// <summary>Domains whose route is remembered; ours. When full, all are forgotten.</summary>
    private const int MaxRoutes = 50_000;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<DomainName, KnownRoute> _routes = new();
    private readonly ConcurrentDictionary<string, ISite> _sites = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _lookUps = new();
    private readonly SemaphoreSlim _lookUpsAtOnce;
    private readonly Router _router;
    private readonly SiteContext _context;
    private CancellationToken _stopping;

    public DeliveryEngine(
        IDeliveryQueue queue, IDnsResolver dns, INetwork network, ILocalDomains local, DeliveryOptions options, TimeProvider time, Random random, ILogger logger)
    {
        _router = new Router(dns, local, options, random);
        _lookUpsAtOnce = new SemaphoreSlim(options.LookUps);
        _context = new SiteContext(queue, new Connector(dns, network, options, time), new ConnectionBudget(options.Connections), options, time, logger, this);
    }

    /// <summary>Runs until told to stop; then takes nothing new, and ends when open transactions are finished and recorded.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        _stopping = stopping;
        _context.Queue.Attach(this);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (stopping.Register(stopped.SetResult)) await stopped.Task;
        await Task.WhenAll(_lookUps.Keys);
        await Task.WhenAll(_sites.Values.Select(site => site.WhenIdleAsync()));
    }

    public void RouteWanted(DomainName domain)
    {
        if (_stopping.IsCancellationRequested) return;
        if (_routes.TryGetValue(domain, out var known) && known.Until > _context.Time.GetUtcNow()) Settle(domain, known.Route);
        else if (!WaitsForRoute(domain)) LookUp(domain);
    }

    public void WorkReady(string site)
    {
        if (_sites.TryGetValue(site, out var found)) found.Kick();
    }

    public void Dispose()
    {
        _lookUpsAtOnce.Dispose();
        foreach (var site in _sites.Values) (site as IDisposable)?.Dispose();
    }

    void ISiteOwner.Uses(DomainName domain)
    {
        if (!_routes.TryGetValue(domain, out var known) || known.Until > _context.Time.GetUtcNow() || known.IsLookedUp) return;
        known.IsLookedUp = true;
        LookUp(domain);
    }

    void ISiteOwner.WentIdle(string site)
    {
        // Under the lock of Settle: a domain that is just being given to the site is work for it.
        lock (_lock)
        {
            // A worker that was started meanwhile may hold a message: then the site stays, and goes when that worker ends.
            if (!_context.Queue.Release(site) || !_sites.TryGetValue(site, out var idle) || idle.IsBusy) return;
            Forget(site);
        }
    }

    void ISiteOwner.WaitedFor(DomainName domain, string site)
    {
        lock (_lock)
        {
            if (!_sites.TryGetValue(site, out var waiting)) return;
            if (_context.Queue.Release(site) && !waiting.IsBusy)
            {
                Forget(site);
                return;
            }
        }

        LookUp(domain);
    }

    /// <summary>A look-up has just failed: what is due since is not looked up before the next.</summary>
    private bool WaitsForRoute(DomainName domain)
    {
        lock (_lock)
        {
            var name = UnresolvedSite.NameFor(domain);
            if (!_sites.ContainsKey(name)) return false;
            _context.Queue.Assign(domain, name);
            return true;
        }
    }

    private void Forget(string site)
    {
        if (_sites.TryRemove(site, out var gone)) (gone as IDisposable)?.Dispose();
    }

    private void LookUp(DomainName domain)
    {
        var lookUp = LookUpAsync(domain);
        if (lookUp.IsCompleted) return;
        _lookUps.TryAdd(lookUp, true);
        _ = lookUp.ContinueWith(done => _lookUps.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task LookUpAsync(DomainName domain)
    {
        try
        {
            await _lookUpsAtOnce.WaitAsync(_stopping);
            try
            {
                var route = await _router.FindAsync(domain, _stopping);
                if (_routes.Count >= MaxRoutes) _routes.Clear();
                // What is not to be had for now, or for ever, is not remembered: its site knows how long it holds.
                if (route is Route.Impossible) _routes.TryRemove(domain, out _);
                else _routes[domain] = new KnownRoute(route, _context.Time.GetUtcNow() + s_routeLifetime);
                Settle(domain, route);
            }
            finally
            {
                _lookUpsAtOnce.Release();
            }
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
            Settle(domain, new Route.Impossible(new SmtpReply(451, 4, 3, $"the route of {domain} could not be looked up: {exception.Message}")));
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
                Route.Impossible { Reply.IsPermanent: true } => UnroutableSite.NameFor(domain),
                _ => UnresolvedSite.NameFor(domain),
            };
            if (!_sites.TryGetValue(name, out var site))
            {
                _sites[name] = site = route switch
                {
                    Route.Remote remote => new Site(remote, _context, _stopping),
                    Route.Impossible({ IsPermanent: true } reply) => new UnroutableSite(name, reply, _context, _stopping),
                    Route.Impossible => new UnresolvedSite(domain, _context, _stopping),
                    _ => new MaildirSite(_context, _stopping),
                };
            }

            if (site is UnresolvedSite unresolved && route is Route.Impossible(var failure)) unresolved.Failed(failure);
            _context.Queue.Assign(domain, name);
            // A domain that is no more waited for: its old site has nothing to wait for either, once its worker has ended.
            if (site is not UnresolvedSite && _sites.TryGetValue(UnresolvedSite.NameFor(domain), out var former) && !former.IsBusy) Forget(UnresolvedSite.NameFor(domain));
        }
    }

    private sealed record KnownRoute(Route Route, DateTimeOffset Until)
    {
        public bool IsLookedUp { get; set; }
    }
}
