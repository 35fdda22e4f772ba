using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Standfast.Delivery.Local;
using Standfast.Delivery.Network;
using Standfast.Delivery.Routing;
using Standfast.Delivery.Sites;
using Standfast.Dns;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Delivery.Dispatch;

/// <summary>Takes due messages from the queue, finds their routes, and lets each site work at its own pace.</summary>
public sealed class DeliveryEngine(
    IDeliveryQueue queue, IDnsResolver dns, INetwork network, ILocalDomains local, DeliveryOptions options, TimeProvider time, Random random, ILogger logger) : IDisposable
{
    private static readonly TimeSpan s_routeLifetime = TimeSpan.FromMinutes(1);

    /// <summary>Domains whose route is remembered; ours. When full, all are forgotten.</summary>
    private const int MaxRoutes = 50_000;

    private readonly ConcurrentDictionary<DomainName, (Task<Route> Route, DateTimeOffset Until)> _routes = new();
    private readonly ConcurrentDictionary<string, Site> _sites = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _slow = new();
    private readonly Router _router = new(dns, local, options, random);
    private readonly Connector _connector = new(dns, network, options, time);
    private readonly SemaphoreSlim _maildirWriters = new(options.ConnectionsPerSite);

    /// <summary>Runs until told to stop; then takes nothing new, finishes open transactions, and hands the rest back.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await foreach (var message in queue.TakeDueAsync(stopping))
                foreach (var group in message.DueRecipients.GroupBy(index => message.Envelope.Recipients[index].Domain))
                    Dispatch(message, group.Key, [.. group], stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await Task.WhenAll(_slow.Keys);
            await Task.WhenAll(_sites.Values.Select(site => site.WhenIdleAsync()));
        }
    }

    public void Dispose() => _maildirWriters.Dispose();

    private void Dispatch(DueMessage message, DomainName domain, List<int> indexes, CancellationToken stopping)
    {
        var route = RouteOf(domain, stopping);
        if (route.IsCompletedSuccessfully && route.Result is Route.Remote remote) Enqueue(message, indexes, remote, stopping);
        else Track(DispatchSlowlyAsync(message, indexes, route, stopping));
    }

    /// <summary>What is under way is waited for when the server stops: its outcome must still reach the spool.</summary>
    private void Track(Task dispatch)
    {
        _slow.TryAdd(dispatch, true);
        _ = dispatch.ContinueWith(done => _slow.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private Task<Route> RouteOf(DomainName domain, CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        if (_routes.TryGetValue(domain, out var known) && known.Until > now) return known.Route;
        if (_routes.Count >= MaxRoutes) _routes.Clear();
        var route = _router.FindAsync(domain, stopping);
        _routes[domain] = (route, now + s_routeLifetime);
        return route;
    }

    private async Task DispatchSlowlyAsync(DueMessage message, List<int> indexes, Task<Route> finding, CancellationToken stopping)
    {
        try
        {
            switch (await finding)
            {
                case Route.Remote remote:
                    Enqueue(message, indexes, remote, stopping);
                    break;
                case Route.Impossible(var reply):
                    // A failed look-up is asked again at the next attempt.
                    _routes.TryRemove(message.Envelope.Recipients[indexes[0]].Domain, out _);
                    var outcome = reply.IsPermanent ? (AttemptOutcome)new AttemptOutcome.Failed(reply) : new AttemptOutcome.Deferred(reply);
                    await CompleteAsync(message, indexes, outcome, new AttemptDetail(0, "dns", null, null, "route"));
                    break;
                case Route.Maildir:
                    foreach (var index in indexes) await DeliverLocallyAsync(message, index, stopping);
                    break;
            }
        }
        catch (OperationCanceledException)
        {
            queue.Return(message, indexes);
        }
        catch (IOException exception)
        {
            Log.NotRecorded(logger, message.Envelope.Id.ToString(), exception);
        }
    }

    private void Enqueue(DueMessage message, List<int> indexes, Route.Remote remote, CancellationToken stopping)
    {
        var site = _sites.GetOrAdd(remote.Site, _ => new Site(remote, _connector, queue, options, time, logger));
        if (indexes.Count <= options.RecipientsPerTransaction) site.Add(new DeliveryJob(message, indexes), stopping);
        else
            foreach (var part in indexes.Chunk(options.RecipientsPerTransaction))
                site.Add(new DeliveryJob(message, part), stopping);
    }

    private async Task DeliverLocallyAsync(DueMessage message, int index, CancellationToken stopping)
    {
        var recipient = message.Envelope.Recipients[index];
        AttemptOutcome outcome;
        await _maildirWriters.WaitAsync(stopping);
        try
        {
            await Maildir.DeliverAsync(options.MaildirRoot, recipient, message.Envelope, index, message.Content, CancellationToken.None);
            outcome = new AttemptOutcome.Delivered(new SmtpReply(250, 0, 0, "stored in the mailbox"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            outcome = new AttemptOutcome.Deferred(new SmtpReply(451, 3, 0, $"the mailbox cannot be written: {exception.Message}"));
        }
        finally
        {
            _maildirWriters.Release();
        }

        await CompleteAsync(message, [index], outcome, new AttemptDetail(0, "maildir", null, null, "content"));
    }

    private async Task CompleteAsync(DueMessage message, List<int> indexes, AttemptOutcome outcome, AttemptDetail detail) =>
        await queue.CompleteAsync(message, [.. indexes.Select(index => new AttemptResult(index, outcome, detail))], CancellationToken.None);
}
