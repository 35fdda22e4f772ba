using System.Buffers;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue.Dsn;

namespace Standfast.Queue;

/// <content>What people and rules do to queued mail. Recipients in the hands of Delivery at that moment are left to their attempt.</content>
public sealed partial class DeliveryQueue
{
    /// <summary>Up to so many messages the oldest is looked for each time; ours.</summary>
    private const int CountedExactly = 10_000;

    private const int PageMessages = 1_000;

    private static readonly TimeSpan s_oldestLifetime = TimeSpan.FromMinutes(1);

    private DateTimeOffset? _oldest;
    private DateTimeOffset _oldestAt;

    public QueueCounts Counts
    {
        get
        {
            lock (_lock)
            {
                var now = _time.GetUtcNow();
                if (_messages == 0) _oldest = null;
                else if (_messages < CountedExactly || now - _oldestAt > s_oldestLifetime) (_oldest, _oldestAt) = (_spool.FindOldest()?.CreatedAt, now);
                return new QueueCounts(_messages, _active, _held.Count, _oldest);
            }
        }
    }

    public async Task<IReadOnlyList<QueueEntry>> ListAsync(QueueFilter filter, int limit, CancellationToken cancellationToken)
    {
        var entries = new List<QueueEntry>();
        foreach (var id in Candidates(filter))
        {
            if (entries.Count >= limit) break;
            if (await FindAsync(id, cancellationToken) is { } entry && Matches(filter, entry.Envelope)) entries.Add(entry);
        }

        return entries;
    }

    public async Task<QueueEntry?> FindAsync(SpoolId id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // Done is what the event log says too: who asks for both must not see an end without its fact.
            if (_items.TryGetValue(id, out var item) && item.IsLoaded) return item is { IsDone: true, Unrecorded: 0 } ? null : new QueueEntry(item.Envelope!, [.. item.States!]);
        }

        var stored = await _spool.ReadAsync(id, cancellationToken);
        return stored is null ? null : new QueueEntry(stored.Envelope, stored.States);
    }

    public Task<int> HoldAsync(QueueFilter filter, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(filter, reason, MailEventKind.Held, RecipientStatus.Held, state => state.Status == RecipientStatus.Queued, cancellationToken);

    public Task<int> ReleaseAsync(QueueFilter filter, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(filter, reason, MailEventKind.Released, RecipientStatus.Queued, state => !state.IsTerminal, cancellationToken);

    public Task<int> BounceAsync(QueueFilter filter, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(filter, reason, MailEventKind.Bounced, RecipientStatus.Bounced, state => !state.IsTerminal, cancellationToken);

    /// <summary>Page by page: the whole list may be of millions.</summary>
    private IEnumerable<SpoolId> Candidates(QueueFilter filter)
    {
        if (filter.Id is { } id)
        {
            yield return id;
            yield break;
        }

        IReadOnlyList<SpoolId> page = [default];
        while ((page = _spool.ListUndone(page[^1], PageMessages)).Count > 0)
            foreach (var candidate in page)
                yield return candidate;
    }

    private static bool Matches(QueueFilter filter, Envelope envelope) =>
        (filter.Account is null || filter.Account == envelope.Account) &&
        (filter.RecipientDomain is null || envelope.Recipients.Any(recipient => recipient.Domain == filter.RecipientDomain));

    private async Task<int> ChangeAsync(
        QueueFilter filter, string reason, MailEventKind kind, RecipientStatus status, Func<RecipientState, bool> applies, CancellationToken cancellationToken)
    {
        var changed = 0;
        foreach (var id in Candidates(filter))
        {
            QueueItem item;
            lock (_lock) item = AcquireLocked(id);
            try
            {
                if ((item.IsLoaded || await LoadAsync(item)) && Matches(filter, item.Envelope!))
                    changed += await ChangeOneAsync(item, filter, reason, kind, status, applies, cancellationToken);
            }
            finally
            {
                lock (_lock) ReleaseLocked(item);
            }
        }

        return changed;
    }

    private async Task<int> ChangeOneAsync(
        QueueItem item, QueueFilter filter, string reason, MailEventKind kind, RecipientStatus status, Func<RecipientState, bool> applies, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var envelope = item.Envelope!;
        var events = new List<MailEvent>();
        var failures = new List<ReportedRecipient>();
        var changed = new HashSet<DomainName>();
        var facts = new ArrayBufferWriter<byte>(256);
        Task<long> written;
        lock (_lock)
        {
            if (item.IsDone) return 0;
            for (var index = 0; index < item.States!.Length; index++)
            {
                var recipient = envelope.Recipients[index];
                if (item.InFlight.Contains(index) || !applies(item.States[index]) || (filter.RecipientDomain is { } domain && recipient.Domain != domain)) continue;
                item.States[index] = item.States[index] with { Status = status, NextAttempt = now };
                changed.Add(recipient.Domain);
                events.Add(new MailEvent(item.Id, now, kind) { Recipient = recipient.ToString(), Sender = envelope.Sender.ToString(), Account = envelope.Account, Detail = reason });
                if (status == RecipientStatus.Bounced) failures.Add(new ReportedRecipient(recipient, null, DsnAction.Failed, new SmtpReply(550, 7, 1, reason), null));
            }

            if (events.Count == 0) return 0;
            EventCodec.Write(facts, events.ToArray());
            written = _spool.WriteStateAsync(item.Id, item.States.AsSpan().ToArray(), facts.WrittenMemory, cancellationToken);
            item.Unrecorded++;
        }

        if (failures.Count > 0 && envelope.DeservesDsn) await NotifyAsync(envelope, item.Content!, failures, cancellationToken);
        var position = await written;
        _events.Append(events.ToArray(), position);
        var signals = new Signals();
        lock (_lock)
        {
            item.Unrecorded--;
            if (item.IsHeld) _held.Add(item.Id);
            else _held.Remove(item.Id);
            if (item.IsDone && item.InFlight.Count == 0) _messages--;
            if (status == RecipientStatus.Queued)
                foreach (var domain in changed)
                    ParkLocked(item, _lanes.LaneOf(KeyOf(domain, envelope)), now, now, ref signals);
        }

        signals.Raise(_dispatcher);
        return events.Count;
    }
}
