using System.Buffers;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue.Dsn;

namespace Standfast.Queue;

/// <content>What people and rules do to queued mail. Recipients in the hands of Delivery at that moment are left to their attempt.</content>
public sealed partial class DeliveryQueue
{
    public QueueCounts Counts
    {
        get
        {
            lock (_lock)
            {
                DateTimeOffset? oldest = null;
                foreach (var item in _items.Values)
                    if (oldest is null || item.AcceptedAt < oldest)
                        oldest = item.AcceptedAt;
                return new QueueCounts(_items.Count, _active, _held, oldest);
            }
        }
    }

    public async Task<IReadOnlyList<QueueEntry>> ListAsync(QueueFilter filter, int limit, CancellationToken cancellationToken)
    {
        var entries = new List<QueueEntry>();
        foreach (var item in Candidates(filter))
        {
            if (entries.Count >= limit) break;
            if (await SnapshotAsync(item, cancellationToken) is { } entry && Matches(filter, entry.Envelope)) entries.Add(entry);
        }

        return entries;
    }

    public async Task<QueueEntry?> FindAsync(SpoolId id, CancellationToken cancellationToken)
    {
        QueueItem? item;
        lock (_lock) item = _items.GetValueOrDefault(id);
        return item is null ? null : await SnapshotAsync(item, cancellationToken);
    }

    public Task<int> HoldAsync(QueueFilter filter, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(filter, reason, MailEventKind.Held, RecipientStatus.Held, state => state.Status == RecipientStatus.Queued, cancellationToken);

    public Task<int> ReleaseAsync(QueueFilter filter, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(filter, reason, MailEventKind.Released, RecipientStatus.Queued, state => !state.IsTerminal, cancellationToken);

    public Task<int> BounceAsync(QueueFilter filter, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(filter, reason, MailEventKind.Bounced, RecipientStatus.Bounced, state => !state.IsTerminal, cancellationToken);

    private List<QueueItem> Candidates(QueueFilter filter)
    {
        lock (_lock)
        {
            if (filter.Id is { } id) return _items.TryGetValue(id, out var single) ? [single] : [];
            return [.. _items.Values.OrderBy(item => item.Id)];
        }
    }

    private async Task<QueueEntry?> SnapshotAsync(QueueItem item, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (item.IsLoaded) return new QueueEntry(item.Envelope!, [.. item.States!]);
        }

        var stored = await _spool.ReadAsync(item.Id, cancellationToken);
        return stored is null ? null : new QueueEntry(stored.Envelope, stored.States);
    }

    private static bool Matches(QueueFilter filter, Envelope envelope) =>
        (filter.Account is null || filter.Account == envelope.Account) &&
        (filter.RecipientDomain is null || envelope.Recipients.Any(recipient => recipient.Domain == filter.RecipientDomain));

    private async Task<int> ChangeAsync(
        QueueFilter filter, string reason, MailEventKind kind, RecipientStatus status, Func<RecipientState, bool> applies, CancellationToken cancellationToken)
    {
        var changed = 0;
        foreach (var item in Candidates(filter))
            if (await LoadAsync(item, cancellationToken) && item.Envelope is { } envelope && Matches(filter, envelope))
                changed += await ChangeOneAsync(item, envelope, filter, reason, kind, status, applies, cancellationToken);
        return changed;
    }

    private async Task<int> ChangeOneAsync(
        QueueItem item, Envelope envelope, QueueFilter filter, string reason, MailEventKind kind, RecipientStatus status,
        Func<RecipientState, bool> applies, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var content = item.Content;
        var events = new List<MailEvent>();
        var failures = new List<FailedRecipient>();
        var facts = new ArrayBufferWriter<byte>(256);
        Task<long> written;
        lock (_lock)
        {
            if (item.InFlight is not null || !item.IsLoaded) return 0;
            for (var index = 0; index < item.States!.Length; index++)
            {
                var recipient = envelope.Recipients[index];
                if (!applies(item.States[index]) || (filter.RecipientDomain is { } domain && recipient.Domain != domain)) continue;
                item.States[index] = item.States[index] with { Status = status, NextAttempt = now };
                events.Add(new MailEvent(item.Id, now, kind) { Recipient = recipient.ToString(), Sender = envelope.Sender.ToString(), Account = envelope.Account, Detail = reason });
                if (status == RecipientStatus.Bounced) failures.Add(new FailedRecipient(recipient, new SmtpReply(550, 7, 1, reason), _options.Hostname, false));
            }

            if (events.Count == 0) return 0;
            EventCodec.Write(facts, events.ToArray());
            written = _spool.WriteStateAsync(item.Id, item.States.AsSpan().ToArray(), facts.WrittenMemory, cancellationToken);
        }

        if (failures.Count > 0 && envelope.DeservesDsn) await NotifyAsync(envelope, content!, failures, cancellationToken);
        var position = await written;
        _events.Append(events.ToArray(), position);
        lock (_lock)
        {
            if (item.InFlight is not null || item.States is null) return events.Count;
            if (Array.TrueForAll(item.States, state => state.IsTerminal))
            {
                SetHeldLocked(item, false);
                _items.Remove(item.Id);
            }
            else
            {
                RescheduleLocked(item);
            }
        }

        return events.Count;
    }
}
