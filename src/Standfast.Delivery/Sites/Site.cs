using Standfast.Delivery.Egress;
using Standfast.Delivery.Providers;
using Standfast.Delivery.Routing;
using Standfast.Delivery.Shaping;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Queue.Scheduling;
using Standfast.Reputation.States;
using Standfast.Smtp.Client;

namespace Standfast.Delivery.Sites;

/// <summary>One set of hosts, as one pool speaks to it. Each worker keeps one connection for as long as there is work.</summary>
internal sealed partial class Site : ISite, IDisposable
{
    private readonly Route.Remote _route;
    private readonly SiteContext _context;
    private readonly string _name;
    private readonly string? _provider;
    private readonly ISendingStates? _states;

    /// <summary>The name under which the sending states know whom this site speaks to; null for LMTP, which stays in the house.</summary>
    private readonly string? _way;

    private readonly SiteLimits _limits;
    private readonly SitePaths _paths;
    private readonly Workers _workers;
    private readonly Alarm _resume;
    private readonly CancellationToken _stopping;
    private volatile bool _isDisposed;

    public Site(Route.Remote route, EgressPool pool, SiteContext context, CancellationToken stopping)
    {
        _route = route;
        _context = context;
        _stopping = stopping;
        var options = context.Options;
        // Providers' rules are for their MX hosts; the smart host and LMTP are arrangements of our own, and so is what leaves by them.
        var isOurs = route.IsLmtp || route.Relay is not null;
        var profile = isOurs ? ProviderProfile.Unknown : options.Providers.Find(route.Hosts);
        _name = PooledSite.NameOf(route.Site, pool.Name);
        _provider = isOurs ? null : profile.Hosts.IsEmpty ? route.Site : profile.Name;
        _states = options.States;
        _way = route.IsLmtp ? null : _provider ?? route.Site;
        _limits = SiteLimits.Of(profile, options) with { IsOurs = isOurs, StateName = _way };
        _paths = new SitePaths(route.Site, pool, _limits, context.Shaping, options.IdleTimeout);
        _workers = new Workers(this, context.Budget, options.IdleTimeout, context.Time, () => _paths.Free, () => context.GuardAsync(route.Site, WorkAsync, stopping), () => context.Owner.WentIdle(route.Site));
        _resume = new Alarm(context.Time, Resume);
    }

    /// <summary>Of its mail in the queue.</summary>
    public string Name => _name;

    public bool IsBusy => _workers.IsBusy;

    public bool IsFailing => _paths.IsFailing;

    public void Kick()
    {
        if (_isDisposed || _stopping.IsCancellationRequested) return;
        if (!_workers.Kick() && _paths.Wait() is { } wait) _resume.SetWithin(wait);
    }

    public Task WhenIdleAsync() => _workers.WhenIdleAsync();

    public SiteStatus Describe() => _paths.Describe(_workers.IsBusy);

    public void Dispose()
    {
        _isDisposed = true;
        _resume.Dispose();
        _paths.Dispose();
    }

    private void Resume()
    {
        if (_paths.IsStale) _context.Queue.Unassign(_route.Site);
        Kick();
    }

    /// <returns>True when the worker gave its place up and there may be more to do.</returns>
    private async Task<bool> WorkAsync()
    {
        SiteConnection? connection = null;
        PathLease? lease = null;
        var recorded = Task.CompletedTask;
        var isYielding = false;
        var next = new NextMessage();
        // One for all rounds.
        Func<ValueTask<DueMessage?>> take = () => TakeAsync(lease!.Path);
        Func<bool> may = () => lease!.Path.MaxRecipients > 0;
        try
        {
            while (!isYielding && (lease ??= Lease()) is { } place)
            {
                if (!next.IsHeld)
                {
                    if (await _workers.NextAsync(take, may, _stopping) is not { } message)
                    {
                        // Another way of the pool may send what this one may not today.
                        isYielding = !may();
                        break;
                    }

                    if (!await MaySendAsync(message, place.Path)) continue;
                    if (!await PassAsync(place.Path, message.DueRecipients.Count))
                    {
                        _context.Queue.Return(message, message.DueRecipients);
                        break;
                    }

                    next.Hold(message);
                }

                (connection, recorded) = await ServeAsync(next, place, connection, recorded);
                if (next.IsHeld && connection is not null) continue;
                if (next.IsHeld) LetGo(next, place.Path);
                var transactions = connection?.Transactions ?? 0;
                isYielding = _context.Budget.IsWantedFrom(this, transactions);
                if (connection is not null && transactions < _limits.MessagesPerConnection && !isYielding && place.GoesOn(transactions)) continue;
                if (connection is not null) await connection.DisposeAsync();
                place.Dispose();
                (connection, lease) = (null, null);
            }

            // The source may have used up what it may send today while others waited for a place.
            if (_paths.Wait() is { } rest) _resume.SetWithin(rest);
            await recorded;
            if ((_paths.Failure ?? _paths.Pause) is { } reply && !_stopping.IsCancellationRequested) await SeeToWaitingAsync(reply);
        }
        catch (IOException exception)
        {
            // The spool has failed: it says so itself, and nothing is attempted any more that could not be recorded.
            Log.NotRecorded(_context.Logger, _route.Site, exception);
        }
        finally
        {
            if (next.IsHeld) LetGo(next, lease!.Path);
            if (connection is not null) await connection.DisposeAsync();
            lease?.Dispose();
        }

        return isYielding;
    }

    private PathLease? Lease()
    {
        var lease = _paths.TryLease(this);
        if (lease is null && _paths.Wait() is { } wait) _resume.SetWithin(wait);
        return lease;
    }

    private ValueTask<DueMessage?> TakeAsync(SitePath path) =>
        path.MaxRecipients is > 0 and var most ? _context.Queue.TakeAsync(_name, Math.Min(_limits.RecipientsPerMessage, most), _stopping) : default;

    /// <summary>Waits for the message's turn. False when that is too far away to hold the message for it, or others took what may be sent today.</summary>
    private async ValueTask<bool> PassAsync(SitePath path, int recipients)
    {
        if (!_paths.Allows(path) || !path.TrySpend(recipients)) return false;
        if (await PassAsync(path)) return true;
        path.GiveBackRecipients(recipients);
        return false;
    }

    private async ValueTask<bool> PassAsync(SitePath path)
    {
        try
        {
            while (path.TryPass(_context.Options.IdleTimeout, out var wait, out var lowerings))
            {
                if (wait <= TimeSpan.Zero) return true;
                await Task.Delay(wait, _context.Time, _stopping);
                if (path.KeepsPlaces(lowerings)) return true;
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        if (_paths.Wait() is { } rest) _resume.SetWithin(rest);
        return false;
    }

    /// <summary>Mail that grew too old while its site was down ends without another try, and of what waits for long the senders are told.</summary>
    private async Task SeeToWaitingAsync(SmtpReply reply)
    {
        _paths.LookedForExpired();
        while (await _context.Queue.TakeExpiredAsync(_name, _limits.RecipientsPerMessage, _stopping) is { } message)
            await CompleteAllAsync(message, new AttemptOutcome.Deferred(reply), null, null, "connect");
        await _context.WarnAsync(_name, reply, _stopping);
    }

    private async Task<(SiteConnection? Connection, Task Recorded)> ServeAsync(NextMessage next, PathLease lease, SiteConnection? connection, Task recorded)
    {
        var message = next.Take(out var opened);
        _context.Owner.Uses(message.Envelope.Recipients[message.DueRecipients[0]].Domain);
        while (true)
        {
            var isReused = connection is not null;
            ClientTransaction? transaction = null;
            try
            {
                using var unanswered = await BeginAsync(lease.Path);
                // A connection, once open, finishes its transaction even while the server stops.
                connection ??= await OpenAsync(lease);
                transaction = opened ?? TransactionFor(message, connection, next);
                opened = null;
                var outcomes = await SendAsync(message, lease, connection, transaction, unanswered, recorded, next);
                connection.Transactions++;
                await recorded;
                if (isReused && IsFarewell(outcomes))
                {
                    await connection.DisposeAsync();
                    connection = null;
                    // Unless the server has had enough of us: then the message waits until there is more to be had.
                    if (!lease.Path.IsStopped) continue;
                    throw new NoRoomException();
                }

                return (await KeepOrDropAsync(connection, outcomes), _context.RecordAsync(message, outcomes));
            }
            catch (PeerException exception)
            {
                var host = connection;
                if (connection is not null) await connection.DisposeAsync();
                connection = null;
                // A kept connection that the server closed while it was idle says nothing about this message.
                if (isReused && transaction is { HasStarted: false })
                {
                    // What it may have seen is spent, and the next try is another.
                    if (!transaction.HasOffered || lease.Path.TrySpend(message.DueRecipients.Count)) continue;
                    _context.Queue.Return(message, message.DueRecipients);
                    return (null, recorded);
                }

                if (transaction is not { HasOffered: true }) lease.Path.GiveBackRecipients(message.DueRecipients.Count);
                await recorded;
                await CompleteAllAsync(message, new AttemptOutcome.Deferred(ReplyOf(exception)), lease.Path.Source, host, exception.Phase);
                return (null, Task.CompletedTask);
            }
            catch (RouteLoopException exception)
            {
                lease.Path.GiveBackRecipients(message.DueRecipients.Count);
                await CompleteAllAsync(message, new AttemptOutcome.Failed(new SmtpReply(550, 4, 6, exception.Message)), lease.Path.Source, null, "connect");
                return (null, recorded);
            }
            catch (Exception exception) when (exception is OperationCanceledException or NoRoomException)
            {
                lease.Path.GiveBackRecipients(message.DueRecipients.Count);
                _context.Queue.Return(message, message.DueRecipients);
                return (connection, recorded);
            }
            catch (IOException)
            {
                // The spool has failed: the connection that was opened here is known to nobody else.
                if (connection is not null) await connection.DisposeAsync();
                throw;
            }
#pragma warning disable CA1031 // The boundary of one message.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                // Whatever state the connection is in, it is not one to go on from.
                if (connection is not null) await connection.DisposeAsync();
                await recorded;
                await _context.FaultAsync(message, exception, mayTryAgain: true);
                return (null, Task.CompletedTask);
            }
        }
    }

    private async Task CompleteAllAsync(DueMessage message, AttemptOutcome outcome, EgressSource? source, SiteConnection? connection, string phase)
    {
        var detail = connection?.Detail(phase) ?? new AttemptDetail(0, _route.Hosts[0], null, null, phase) { Source = source?.Name, Provider = _provider };
        await _context.RecordAsync(message, [.. message.DueRecipients.Select(index => new AttemptResult(index, outcome, detail))]);
    }

    /// <summary>No connection for now, and nothing that says anything of the message.</summary>
    private sealed class NoRoomException : IOException;
}
