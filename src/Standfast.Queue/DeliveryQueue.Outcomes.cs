using System.Buffers;
using System.Diagnostics;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue.Dsn;

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

        var now = _time.GetUtcNow();
        var expired = _retry.IsExpired(now, envelope.AcceptedAt);
        var failures = FindFailures(envelope, results, expired);
        // The notification is made durable first: a crash in between repeats it, never loses it.
        if (failures.Count > 0 && envelope.DeservesDsn) await NotifyAsync(envelope, message.Content, failures, cancellationToken);

        var events = new MailEvent[results.Count];
        var facts = new ArrayBufferWriter<byte>(256);
        Task<long> written;
        lock (_lock)
        {
            for (var index = 0; index < results.Count; index++) events[index] = ApplyLocked(item, envelope, results[index], now, expired);
            EventCodec.Write(facts, events);
            // Started under the lock, so that snapshots of one message reach the log in the order they were taken.
            written = _spool.WriteStateAsync(envelope.Id, item.States!.AsSpan().ToArray(), facts.WrittenMemory, cancellationToken);
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

    private static List<FailedRecipient> FindFailures(Envelope envelope, IReadOnlyList<AttemptResult> results, bool expired)
    {
        var failures = new List<FailedRecipient>(0);
        foreach (var result in results)
        {
            var recipient = envelope.Recipients[result.RecipientIndex];
            if (result.Outcome is AttemptOutcome.Failed failed) failures.Add(new FailedRecipient(recipient, failed.Reply, result.Host.RemoteHost, false));
            else if (expired && result.Outcome is AttemptOutcome.Deferred deferred) failures.Add(new FailedRecipient(recipient, deferred.Reply, result.Host.RemoteHost, true));
        }

        return failures;
    }

    private MailEvent ApplyLocked(QueueItem item, Envelope envelope, AttemptResult result, DateTimeOffset now, bool expired)
    {
        ref var state = ref item.States![result.RecipientIndex];
        var attempts = state.Attempts + 1;
        var (status, kind, reply) = result.Outcome switch
        {
            AttemptOutcome.Delivered delivered => (RecipientStatus.Delivered, MailEventKind.Delivered, delivered.Reply),
            AttemptOutcome.Failed failed => (RecipientStatus.Bounced, MailEventKind.Bounced, failed.Reply),
            AttemptOutcome.Deferred deferred when expired => (RecipientStatus.Expired, MailEventKind.Expired, deferred.Reply),
            AttemptOutcome.Deferred deferred => (RecipientStatus.Queued, MailEventKind.Deferred, deferred.Reply),
            _ => throw new UnreachableException(),
        };
        var next = status == RecipientStatus.Queued ? _retry.Next(attempts, now, envelope.AcceptedAt) : now;
        state = new RecipientState(status, attempts, next);
        return new MailEvent(envelope.Id, now, kind)
        {
            Recipient = envelope.Recipients[result.RecipientIndex].ToString(),
            Sender = envelope.Sender.ToString(),
            Account = envelope.Account,
            Detail = reply.ToString(),
            Attempt = result.Host with { Number = attempts },
        };
    }

    private async Task NotifyAsync(Envelope failed, IMessageContent content, IReadOnlyList<FailedRecipient> failures, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var id = NextId();
        var original = await OriginalHeader.ReadAsync(content.ReadAsync(cancellationToken));
        var notification = DsnWriter.Write(id, new FailedMessage(failed.Id, failed.Sender, failed.AcceptedAt), failures, original, _options.Hostname, now);
        await using var writer = _spool.BeginMessage(id, fromReserve: true);
        await writer.WriteAsync(notification, cancellationToken);
        var envelope = new Envelope(id, ReversePath.Null, now, [failed.Sender.Address!]) { Is8Bit = !System.Text.Ascii.IsValid(notification.AsSpan()) };
        var accepted = new MailEvent(id, now, MailEventKind.Accepted) { Sender = "", Detail = $"delivery status notification for {failed.Id}" };
        await AcceptAsync(writer, envelope, ReadOnlyMemory<byte>.Empty, accepted, cancellationToken);
    }
}
