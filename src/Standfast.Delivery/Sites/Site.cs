using Standfast.Delivery.Providers;
using Standfast.Delivery.Routing;
using Standfast.Delivery.Shaping;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Mail.Notifications;
using Standfast.Queue;
using Standfast.Smtp.Client;

namespace Standfast.Delivery.Sites;

/// <summary>One set of hosts, and the connections to it. Each worker keeps one connection for as long as there is work.</summary>
internal sealed class Site : ISite, IDisposable
{
    private readonly Route.Remote _route;
    private readonly SiteContext _context;
    private readonly SiteLimits _limits;
    private readonly SiteHealth _health;
    private readonly Workers _workers;
    private readonly ITimer _resume;
    private readonly CancellationToken _stopping;

    public Site(Route.Remote route, SiteContext context, CancellationToken stopping)
    {
        _route = route;
        _context = context;
        _stopping = stopping;
        var options = context.Options;
        _limits = SiteLimits.Of(route.IsLmtp || route.Relay is not null ? ProviderProfile.Unknown : options.Providers.Find(route.Hosts), options);
        _health = new SiteHealth(context.Time);
        _workers = new Workers(this, context.Budget, options.IdleTimeout, context.Time, () => context.GuardAsync(route.Site, WorkAsync, stopping), () => context.Owner.WentIdle(route.Site));
        _resume = context.Time.CreateTimer(_ => Resume(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Kick()
    {
        if (!_stopping.IsCancellationRequested && _health.Allowed(_limits.Connections) is > 0 and var allowed) _workers.Kick(allowed);
    }

    public bool IsBusy => _workers.IsBusy;

    public Task WhenIdleAsync() => _workers.WhenIdleAsync();

    public void Dispose() => _resume.Dispose();

    private void Resume()
    {
        if (_health.IsStale) _context.Queue.Unassign(_route.Site);
        Kick();
    }

    private async Task WorkAsync()
    {
        SiteConnection? connection = null;
        var recorded = Task.CompletedTask;
        try
        {
            while (_health.Allowed(_limits.Connections) > 0 && await _workers.NextAsync(TakeAsync, _stopping) is { } message)
            {
                (connection, recorded) = await ServeAsync(message, connection, recorded);
                if (connection is not { Transactions: var count } || count < _limits.MessagesPerConnection) continue;
                await connection.DisposeAsync();
                connection = null;
            }

            await recorded;
            if (_health.LastFailure is { } reply && !_stopping.IsCancellationRequested) await EndExpiredAsync(reply);
        }
        catch (IOException exception)
        {
            // The spool has failed: it says so itself, and nothing is attempted any more that could not be recorded.
            Log.NotRecorded(_context.Logger, _route.Site, exception);
        }
        finally
        {
            if (connection is not null) await connection.DisposeAsync();
        }
    }

    private ValueTask<DueMessage?> TakeAsync() => _context.Queue.TakeAsync(_route.Site, _limits.RecipientsPerMessage, _stopping);

    /// <summary>Mail that grew too old while its site was down ends without another try.</summary>
    private async Task EndExpiredAsync(SmtpReply reply)
    {
        while (await _context.Queue.TakeExpiredAsync(_route.Site, _limits.RecipientsPerMessage, _stopping) is { } message)
            await CompleteAllAsync(message, new AttemptOutcome.Deferred(reply), null, "connect");
    }

    private async Task<(SiteConnection? Connection, Task Recorded)> ServeAsync(DueMessage message, SiteConnection? connection, Task recorded)
    {
        _context.Owner.Uses(message.Envelope.Recipients[message.DueRecipients[0]].Domain);
        while (true)
        {
            var isReused = connection is not null;
            ClientTransaction? transaction = null;
            try
            {
                // A connection, once open, finishes its transaction even while the server stops.
                connection ??= await OpenAsync();
                transaction = new ClientTransaction(connection.Client) { Notifications = NotificationsOf(message) };
                var outcomes = await SendAsync(message, connection, transaction, recorded);
                connection.Transactions++;
                await recorded;
                if (isReused && IsFarewell(outcomes))
                {
                    await connection.DisposeAsync();
                    connection = null;
                    continue;
                }

                return (KeepOrDrop(connection, outcomes), _context.RecordAsync(message, outcomes));
            }
            catch (PeerException exception)
            {
                var host = connection;
                if (connection is not null) await connection.DisposeAsync();
                connection = null;
                // A kept connection that the server closed while it was idle says nothing about this message.
                if (isReused && transaction is { HasStarted: false }) continue;
                await recorded;
                await CompleteAllAsync(message, new AttemptOutcome.Deferred(ReplyOf(exception)), host, exception.Phase);
                return (null, Task.CompletedTask);
            }
            catch (RouteLoopException exception)
            {
                await CompleteAllAsync(message, new AttemptOutcome.Failed(new SmtpReply(550, 4, 6, exception.Message)), null, "connect");
                return (null, recorded);
            }
            catch (OperationCanceledException)
            {
                _context.Queue.Return(message, message.DueRecipients);
                return (null, recorded);
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

    private async Task<SiteConnection> OpenAsync()
    {
        try
        {
            var connection = await _context.Connector.OpenAsync(_route, _limits.RequiresTls, _stopping);
            _health.Succeeded();
            return connection;
        }
        catch (PeerException exception)
        {
            var wait = _health.Failed(ReplyOf(exception));
            if (wait > TimeSpan.Zero) _resume.Change(wait, Timeout.InfiniteTimeSpan);
            throw;
        }
    }

    private static SmtpReply ReplyOf(PeerException exception) => new(451, 4, (ushort)(exception.Phase == "connect" ? 1 : 2), exception.Message);

    /// <summary>A kept connection is closed with 421 when the server has had enough of it: that says nothing about this message (RFC 5321 §3.8).</summary>
    private static bool IsFarewell(IReadOnlyList<AttemptResult> outcomes) => outcomes[0] is { Outcome: AttemptOutcome.Deferred { Reply.Code: 421 }, Host.Phase: "mail" };

    private static SiteConnection? KeepOrDrop(SiteConnection connection, IReadOnlyList<AttemptResult> outcomes)
    {
        // After 421 the server closes (RFC 5321 §3.8).
        var closes = outcomes.Any(outcome => outcome.Outcome is AttemptOutcome.Deferred { Reply.Code: 421 });
        if (!closes) return connection;
        _ = connection.DisposeAsync().AsTask();
        return null;
    }

    private async Task<IReadOnlyList<AttemptResult>> SendAsync(DueMessage message, SiteConnection connection, ClientTransaction transaction, Task recorded)
    {
        var envelope = message.Envelope;
        var indexes = message.DueRecipients;
        if (envelope.Is8Bit && !connection.Client.Offers8BitMime)
        {
            var refusal = new AttemptOutcome.Failed(new SmtpReply(554, 6, 3, $"{connection.Host} takes no 8-bit content"));
            return [.. indexes.Select(index => new AttemptResult(index, refusal, connection.Detail("ehlo")))];
        }

        var recipients = indexes.Select(index => envelope.Recipients[index]).ToArray();
        RecipientReply[] replies;
        try
        {
            replies = await transaction.SendAsync(
                envelope.Sender, recipients, envelope.Is8Bit, message.Content.SizeOctets,
                new WatchedContent(message.Content, _context.Time).ReadAsync(CancellationToken.None), () => recorded, CancellationToken.None);
        }
        catch (UnreadableContentException)
        {
            // The half-sent message must not be ended as if it were whole.
            connection.Client.Abandon();
            throw;
        }

        var results = new AttemptResult[replies.Length];
        for (var index = 0; index < replies.Length; index++)
            results[index] = new AttemptResult(indexes[index], Judge(replies[index].Reply, HandoverBy(connection)), connection.Detail(replies[index].Phase));
        return results;
    }

    private static DsnParameters? NotificationsOf(DueMessage message)
    {
        var envelope = message.Envelope;
        return envelope.Notifications.IsDefaultOrEmpty && envelope is { Return: DsnReturn.Unspecified, EnvelopeId: null }
            ? null
            : new DsnParameters(envelope.Return, envelope.EnvelopeId, [.. message.DueRecipients.Select(envelope.NotificationFor)]);
    }

    private static Handover HandoverBy(SiteConnection connection) => connection.Client.OffersDsn ? Handover.PassedOn : connection.Client.IsLmtp ? Handover.Final : Handover.Relayed;

    private static AttemptOutcome Judge(SmtpReply reply, Handover handover) =>
        reply.IsPositive ? new AttemptOutcome.Delivered(reply) { Handover = handover } : reply.IsPermanent ? new AttemptOutcome.Failed(reply) : new AttemptOutcome.Deferred(reply);

    private async Task CompleteAllAsync(DueMessage message, AttemptOutcome outcome, SiteConnection? connection, string phase)
    {
        var detail = connection?.Detail(phase) ?? new AttemptDetail(0, _route.Hosts[0], null, null, phase);
        await _context.RecordAsync(message, [.. message.DueRecipients.Select(index => new AttemptResult(index, outcome, detail))]);
    }
}
