using System.Buffers;
using System.Diagnostics;
using Standfast.Events;

namespace Standfast.Queue;

/// <content>What an attempt means for its recipients.</content>
public sealed partial class DeliveryQueue
{
    public async ValueTask CompleteAsync(DueMessage message, IReadOnlyList<AttemptResult> results, CancellationToken cancellationToken)
    {
        var envelope = message.Envelope;
        QueueItem? item;
        lock (_lock)
        {
            if (!_items.TryGetValue(envelope.Id, out item)) return;
        }

        var now = _clock.Wall;
        var isExpired = _clock.LookIsSettled() && _clock.AgeOf(envelope.AcceptedAt) >= LifetimeOf(envelope);
        var warned = new HashSet<int>(0);
        // The notification is made durable first: a crash in between repeats it, never loses it.
        foreach (var report in FindReports(item, envelope, results, now, isExpired, warned)) await NotifyAsync(envelope, message.Content, report, cancellationToken);

        var events = new MailEvent[results.Count];
        var facts = new ArrayBufferWriter<byte>(1_024);
        // What a crash makes unknown is tried once more: it need not delay the syncs that somebody waits for.
        var onlyDeferred = results.All(static result => result.Outcome is AttemptOutcome.Deferred);
        Task<long> written;
        lock (_lock)
        {
            for (var index = 0; index < results.Count; index++) events[index] = ApplyLocked(item, envelope, results[index], now, isExpired, warned);
            EventCodec.Write(facts, events);
            // Started under the lock, so that snapshots of one message reach the log in the order they were taken.
            written = _spool.WriteStateAsync(envelope.Id, item.States!.AsSpan().ToArray(), facts.WrittenMemory, canWait: onlyDeferred, cancellationToken);
            item.Unrecorded++;
        }

        var position = await written;
        _events.Append(events, position);
        var signals = new Signals();
        lock (_lock)
        {
            item.Unrecorded--;
            LandLocked(item, results.Select(result => result.RecipientIndex), ref signals);
        }

        signals.Raise(_dispatcher);
    }

    private MailEvent ApplyLocked(QueueItem item, Envelope envelope, AttemptResult result, DateTimeOffset now, bool isExpired, HashSet<int> warned)
    {
        ref var state = ref item.States![result.RecipientIndex];
        var attempts = state.Attempts + 1;
        if (result.Outcome is AttemptOutcome.Suppressed suppressed)
        {
            state = state with { Status = RecipientStatus.Bounced, NextAttempt = now };
            return FactOf(envelope, result.RecipientIndex, now, MailEventKind.Suppressed) with { Detail = suppressed.Reason };
        }

        if (result.Outcome is AttemptOutcome.Held held)
        {
            state = state with { Status = RecipientStatus.Held, NextAttempt = now };
            return FactOf(envelope, result.RecipientIndex, now, MailEventKind.Held) with { Detail = held.Reason };
        }

        var (status, kind, reply) = result.Outcome switch
        {
            AttemptOutcome.Delivered delivered => (RecipientStatus.Delivered, MailEventKind.Delivered, delivered.Reply),
            AttemptOutcome.Failed failed => (RecipientStatus.Bounced, MailEventKind.Bounced, failed.Reply),
            AttemptOutcome.Deferred deferred when isExpired => (RecipientStatus.Expired, MailEventKind.Expired, deferred.Reply),
            AttemptOutcome.Deferred deferred => (RecipientStatus.Queued, MailEventKind.Deferred, deferred.Reply),
            _ => throw new UnreachableException(),
        };
        var left = LifetimeOf(envelope) - _clock.AgeOf(envelope.AcceptedAt);
        // Nothing is left where expiry waits for the clock: then the plan alone holds.
        var next = status == RecipientStatus.Queued ? _retry.Next(DeferralCauses.Of(reply, result.Host), attempts, now, left > TimeSpan.Zero ? now + left : DateTimeOffset.MaxValue) : now;
        state = state with { Status = status, Attempts = attempts, NextAttempt = next, IsWarned = state.IsWarned || warned.Contains(result.RecipientIndex) };
        return FactOf(envelope, result.RecipientIndex, now, kind) with
        {
            Detail = envelope.Sender.IsNull && kind is MailEventKind.Bounced or MailEventKind.Expired ? $"{reply} (double bounce: nobody is told)" : reply.ToString(),
            Attempt = result.Host with { Number = attempts },
        };
    }

    private static MailEvent FactOf(Envelope envelope, int recipient, DateTimeOffset now, MailEventKind kind) => new(envelope.Id, now, kind)
    {
        Recipient = envelope.Recipients[recipient].ToString(),
        Sender = envelope.Sender.ToString(),
        Account = envelope.Account,
        Credential = envelope.Credential,
        Stream = envelope.Stream,
        Campaign = envelope.Campaign,
    };

    /// <summary>From acceptance to the moment at which the message is given up.</summary>
    private TimeSpan LifetimeOf(Envelope envelope)
    {
        var ours = envelope.FirstDue - envelope.AcceptedAt + _retry.ExpireAfter;
        return envelope.ExpiresAt is { } own && own - envelope.AcceptedAt < ours ? own - envelope.AcceptedAt : ours;
    }
}
