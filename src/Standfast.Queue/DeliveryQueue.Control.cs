using Standfast.Mail;

namespace Standfast.Queue;

/// <content>What is queued, for those who ask.</content>
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
                var now = _clock.Wall;
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
            try
            {
                if (await FindAsync(id, cancellationToken) is { } entry && Matches(filter, entry)) entries.Add(entry);
            }
            catch (Exception exception) when (exception is InvalidDataException or (IOException and not SpoolFailedException))
            {
                // One record that cannot be read hides no other; the quarantine lists it.
            }
        }

        return entries;
    }

    private bool Matches(QueueFilter filter, QueueEntry entry)
    {
        if (!filter.Matches(entry.Envelope)) return false;
        lock (_lock)
        {
            for (var index = 0; index < entry.States.Count; index++)
                if (MatchesLocked(filter, entry.Envelope.Recipients[index], entry.States[index]))
                    return true;
        }

        return false;
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
}
