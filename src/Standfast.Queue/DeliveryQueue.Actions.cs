using System.Buffers;
using System.Diagnostics;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue.Dsn;

namespace Standfast.Queue;

/// <content>Actions by filter: each message is read, changed and recorded by itself, and the lock is held for one message at a time.</content>
public sealed partial class DeliveryQueue
{
    public async Task<QueueChange> ActAsync(QueueAction action, QueueFilter filter, string reason, bool isDryRun, CancellationToken cancellationToken)
    {
        var (messages, recipients) = (0L, 0L);
        // Not by the time: where the clock was set back, messages seem to come from the future.
        var newest = _spool.FindNewest();
        // Notifications that the action itself writes are not what was meant. They are beyond the newest, but when the clock is set back.
        var own = new HashSet<SpoolId>();
        foreach (var id in Candidates(filter))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (id > newest) break;
            if (own.Contains(id)) continue;
            QueueItem item;
            lock (_lock) item = AcquireLocked(id);
            try
            {
                if (!item.IsLoaded && !await LoadAsync(item))
                {
                    if (action is QueueAction.Bounce && filter.Id == id && await EndUnreadableAsync(item, reason, isDryRun)) messages++;
                    continue;
                }

                if (!filter.Matches(item.Envelope!)) continue;
                var (changed, notification) = await ActOnAsync(item, action, filter, reason, isDryRun, cancellationToken);
                if (notification is { } written && written < newest) own.Add(written);
                if (changed == 0) continue;
                messages++;
                recipients += changed;
            }
            finally
            {
                lock (_lock) ReleaseLocked(item);
            }
        }

        return new QueueChange(messages, recipients);
    }

    /// <summary>Page by page, oldest first: the whole list may be of millions.</summary>
    private IEnumerable<SpoolId> Candidates(QueueFilter filter)
    {
        if (filter.Id is { } id)
        {
            yield return id;
            yield break;
        }

        // Ids are in the order of time, to the millisecond; one of zeros is the first of its.
        IReadOnlyList<SpoolId> page = [FirstOf(filter.AcceptedSince)];
        while ((page = _spool.ListUndone(page[^1], PageMessages)).Count > 0)
        {
            foreach (var candidate in page)
            {
                // Ids are in the order of time, to the millisecond.
                if (filter.AcceptedBefore is { } before && candidate.CreatedAt > before) yield break;
                yield return candidate;
            }
        }
    }

    private static SpoolId FirstOf(DateTimeOffset? since) => since > DateTimeOffset.UnixEpoch ? SpoolId.Create(since.Value, stackalloc byte[10]) : default;

    private bool MatchesLocked(QueueFilter filter, EmailAddress recipient, RecipientState state) =>
        filter.Matches(recipient, state, filter.Site is null ? null : _lanes.SiteOf(state.Route?.Lane ?? recipient.Domain));

    private static bool Applies(QueueAction action, RecipientState state) => action switch
    {
        QueueAction.Hold => state.Status == RecipientStatus.Queued,
        QueueAction.Reroute(var route) => !state.IsTerminal && state.Route != route,
        _ => !state.IsTerminal,
    };

    private static (RecipientState State, MailEventKind Kind) Apply(QueueAction action, RecipientState state, DateTimeOffset now) => action switch
    {
        QueueAction.Hold => (state with { Status = RecipientStatus.Held, NextAttempt = now }, MailEventKind.Held),
        QueueAction.Release => (state with { Status = RecipientStatus.Queued, NextAttempt = now }, MailEventKind.Released),
        QueueAction.Bounce or QueueAction.Discard => (state with { Status = RecipientStatus.Bounced, NextAttempt = now }, MailEventKind.Bounced),
        QueueAction.Expire => (state with { Status = RecipientStatus.Expired, NextAttempt = now }, MailEventKind.Expired),
        QueueAction.Reroute(var route) => (state with { Route = route, NextAttempt = state.Attempts == 0 ? state.NextAttempt : now }, MailEventKind.Rerouted),
        _ => throw new UnreachableException(),
    };

    /// <returns>How many recipients, and the notification about them.</returns>
    private async Task<(int Changed, SpoolId? Notification)> ActOnAsync(QueueItem item, QueueAction action, QueueFilter filter, string reason, bool isDryRun, CancellationToken cancellationToken)
    {
        var now = _clock.Wall;
        var envelope = item.Envelope!;
        var chosen = new List<int>();
        SpoolId? notification = null;
        lock (_lock)
        {
            if (item.IsDone) return default;
            for (var index = 0; index < item.States!.Length; index++)
                if (!item.InFlight.Contains(index) && Applies(action, item.States[index]) && MatchesLocked(filter, envelope.Recipients[index], item.States[index]))
                    chosen.Add(index);
            if (chosen.Count == 0 || isDryRun) return (chosen.Count, null);
            // In our hands until it is recorded, as if they were tried.
            if (item.InFlight.Count == 0) _active++;
            item.InFlight.UnionWith(chosen);
        }

        try
        {
            // Before the end is recorded: a crash in between repeats the notification, never loses it.
            var told = chosen.Where(index => envelope.NotificationFor(index).WantsFailure).Select(index => Report(action, envelope, index, reason)).OfType<ReportedRecipient>().ToList();
            if (told.Count > 0 && envelope.DeservesDsn) notification = await NotifyAsync(envelope, item.Content!, told, cancellationToken);
            await RecordAsync(item, action, chosen, reason, now);
        }
        finally
        {
            var signals = new Signals();
            lock (_lock)
            {
                LandLocked(item, chosen, ref signals);
            }

            signals.Raise(_dispatcher);
        }

        return (chosen.Count, notification);
    }

    private async Task RecordAsync(QueueItem item, QueueAction action, List<int> chosen, string reason, DateTimeOffset now)
    {
        var envelope = item.Envelope!;
        var events = new MailEvent[chosen.Count];
        var facts = new ArrayBufferWriter<byte>(256);
        Task<long> written;
        lock (_lock)
        {
            for (var number = 0; number < events.Length; number++)
            {
                (item.States![chosen[number]], var kind) = Apply(action, item.States[chosen[number]], now);
                events[number] = FactOf(envelope, chosen[number], now, kind) with { Detail = DetailOf(action, reason) };
            }

            EventCodec.Write(facts, events);
            written = _spool.WriteStateAsync(item.Id, item.States!.AsSpan().ToArray(), facts.WrittenMemory, canWait: false, CancellationToken.None);
            item.Unrecorded++;
        }

        var position = await written;
        _events.Append(events, position);
        lock (_lock) item.Unrecorded--;
    }

    private static ReportedRecipient? Report(QueueAction action, Envelope envelope, int index, string reason) => action switch
    {
        QueueAction.Bounce => new ReportedRecipient(envelope.Recipients[index], envelope.NotificationFor(index).Original, DsnAction.Failed, new SmtpReply(550, 7, 1, reason), null),
        QueueAction.Expire => new ReportedRecipient(envelope.Recipients[index], envelope.NotificationFor(index).Original, DsnAction.Expired, new SmtpReply(550, 4, 7, reason), null),
        _ => null,
    };

    private static string DetailOf(QueueAction action, string reason) =>
        action is QueueAction.Reroute(var route) ? $"to {route?.ToString() ?? "the usual way"}: {reason}" : reason;
}
