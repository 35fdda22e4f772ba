using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Standfast.Delivery.Routing;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Smtp.Client;

namespace Standfast.Delivery.Sites;

/// <summary>
/// One set of hosts, and the connections to it. Jobs wait in order; each worker keeps one connection for as long as there is
/// work. What waits is bounded by what the queue hands out at once.
/// </summary>
internal sealed class Site(Route.Remote route, Connector connector, IDeliveryQueue queue, DeliveryOptions options, TimeProvider time, ILogger logger)
{
    private readonly Channel<DeliveryJob> _jobs = Channel.CreateUnbounded<DeliveryJob>();
    private readonly Lock _lock = new();
    private readonly List<Task> _workers = [];
    private int _waiting;
    private int _idle;

    public Task WhenIdleAsync()
    {
        lock (_lock) return Task.WhenAll(_workers);
    }

    public void Add(DeliveryJob job, CancellationToken stopping)
    {
        lock (_lock)
        {
            _waiting++;
            _jobs.Writer.TryWrite(job);
            if (_idle >= _waiting || _workers.Count >= options.ConnectionsPerSite) return;
            Task worker = null!;
            worker = Task.Run(
                async () =>
                {
                    await WorkAsync(stopping);
                    lock (_lock)
                    {
                        _workers.Remove(worker);
                    }
                },
                CancellationToken.None);
            _workers.Add(worker);
        }
    }

    private async Task WorkAsync(CancellationToken stopping)
    {
        SiteConnection? connection = null;
        var recorded = Task.CompletedTask;
        try
        {
            while (await NextAsync(stopping) is { } job)
            {
                (connection, recorded) = await ServeAsync(job, connection, recorded, stopping);
                if (connection is { Transactions: var count } && count >= options.TransactionsPerConnection)
                {
                    await connection.DisposeAsync();
                    connection = null;
                }
            }

            await recorded;
        }
        catch (IOException exception)
        {
            // The spool has failed: it says so itself, and nothing is attempted any more that could not be recorded.
            Log.NotRecorded(logger, route.Site, exception);
        }
        finally
        {
            if (connection is not null) await connection.DisposeAsync();
        }
    }

    /// <summary>The next job; null after a while without one. On stopping, jobs go back to the queue.</summary>
    private async ValueTask<DeliveryJob?> NextAsync(CancellationToken stopping)
    {
        if (!_jobs.Reader.TryRead(out var job))
        {
            lock (_lock) _idle++;
            try
            {
                using var limit = new CancellationTokenSource(options.IdleTimeout, time);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
                job = await _jobs.Reader.ReadAsync(both.Token);
            }
            catch (OperationCanceledException)
            {
                // A job may have come at the very end; then this worker is still the one to do it.
                if (!_jobs.Reader.TryRead(out job)) return null;
            }
            finally
            {
                lock (_lock) _idle--;
            }
        }

        lock (_lock) _waiting--;
        if (!stopping.IsCancellationRequested) return job;
        queue.Return(job.Message, job.Indexes);
        return await NextAsync(stopping);
    }

    private async Task<(SiteConnection? Connection, Task Recorded)> ServeAsync(DeliveryJob job, SiteConnection? connection, Task recorded, CancellationToken stopping)
    {
        while (true)
        {
            var isReused = connection is not null;
            ClientTransaction? transaction = null;
            try
            {
                // A connection, once open, finishes its transaction even while the server stops.
                connection ??= await connector.OpenAsync(route, stopping);
                transaction = new ClientTransaction(connection.Client);
                var outcomes = await SendAsync(job, connection, transaction, recorded);
                connection.Transactions++;
                await recorded;
                return (KeepOrDrop(connection, outcomes), queue.CompleteAsync(job.Message, outcomes, CancellationToken.None).AsTask());
            }
            catch (PeerException exception)
            {
                var host = connection;
                if (connection is not null) await connection.DisposeAsync();
                connection = null;
                // A kept connection that the server closed while it was idle says nothing about this message.
                if (isReused && transaction is { HasStarted: false }) continue;
                var reply = new SmtpReply(451, 4, (ushort)(exception.Phase == "connect" ? 1 : 2), exception.Message);
                await CompleteAllAsync(job, new AttemptOutcome.Deferred(reply), host, exception.Phase);
                return (null, recorded);
            }
            catch (RouteLoopException exception)
            {
                await CompleteAllAsync(job, new AttemptOutcome.Failed(new SmtpReply(550, 4, 6, exception.Message)), null, "connect");
                return (null, recorded);
            }
            catch (OperationCanceledException)
            {
                queue.Return(job.Message, job.Indexes);
                return (null, recorded);
            }
        }
    }

    private static SiteConnection? KeepOrDrop(SiteConnection connection, IReadOnlyList<AttemptResult> outcomes)
    {
        // After 421 the server closes (RFC 5321 §3.8).
        var closes = outcomes.Any(outcome => outcome.Outcome is AttemptOutcome.Deferred { Reply.Code: 421 });
        if (!closes) return connection;
        _ = connection.DisposeAsync().AsTask();
        return null;
    }

    private static async Task<IReadOnlyList<AttemptResult>> SendAsync(DeliveryJob job, SiteConnection connection, ClientTransaction transaction, Task recorded)
    {
        var envelope = job.Message.Envelope;
        if (envelope.Is8Bit && !connection.Client.Offers8BitMime)
        {
            var refusal = new AttemptOutcome.Failed(new SmtpReply(554, 6, 3, $"{connection.Host} takes no 8-bit content"));
            return [.. job.Indexes.Select(index => new AttemptResult(index, refusal, Detail(connection, "ehlo")))];
        }

        var recipients = job.Indexes.Select(index => envelope.Recipients[index]).ToArray();
        RecipientReply[] replies;
        try
        {
            replies = await transaction.SendAsync(
                envelope.Sender, recipients, envelope.Is8Bit, job.Message.Content.SizeOctets,
                job.Message.Content.ReadAsync(CancellationToken.None), () => recorded, CancellationToken.None);
        }
        catch (IOException exception) when (exception is not PeerException and not SpoolFailedException)
        {
            // Our own copy cannot be read; the half-sent message must not be ended as if it were whole.
            throw new PeerException("content", $"the stored message cannot be read: {exception.Message}", exception);
        }

        var results = new AttemptResult[replies.Length];
        for (var index = 0; index < replies.Length; index++)
            results[index] = new AttemptResult(job.Indexes[index], Judge(replies[index].Reply), Detail(connection, replies[index].Phase));
        return results;
    }

    private static AttemptOutcome Judge(SmtpReply reply) =>
        reply.IsPositive ? new AttemptOutcome.Delivered(reply) : reply.IsPermanent ? new AttemptOutcome.Failed(reply) : new AttemptOutcome.Deferred(reply);

    private async Task CompleteAllAsync(DeliveryJob job, AttemptOutcome outcome, SiteConnection? connection, string phase)
    {
        var detail = connection is not null ? Detail(connection, phase) : new AttemptDetail(0, route.Hosts[0], null, null, phase);
        await queue.CompleteAsync(job.Message, [.. job.Indexes.Select(index => new AttemptResult(index, outcome, detail))], CancellationToken.None);
    }

    private static AttemptDetail Detail(SiteConnection connection, string phase) => new(0, connection.Host, connection.Address, connection.Client.Tls, phase);
}
