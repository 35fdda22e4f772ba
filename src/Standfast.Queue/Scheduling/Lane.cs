using Standfast.Mail;

namespace Standfast.Queue.Scheduling;

/// <summary>A message that waits in a lane. Fresh ones may come with what is known of them in RAM.</summary>
internal readonly record struct LaneEntry<T>(SpoolId Id, T? Loaded)
    where T : class;

/// <summary>
/// Ready messages of one account, stream and priority for one domain. New ones and those that come back take turns, so that a backlog does not
/// starve new mail, nor new mail the backlog. Not safe for concurrent use.
/// </summary>
internal sealed class Lane<T>(int number, LaneKey key)
    where T : class
{
    private readonly Queue<LaneEntry<T>> _fresh = new();
    private readonly Queue<LaneEntry<T>> _later = new();
    private bool _laterFirst;

    public int Number { get; } = number;

    public LaneKey Key { get; } = key;

    public int Count => _fresh.Count + _later.Count;

    /// <summary>Entries that will come here when they are due: the lane must not go before.</summary>
    public int Parked { get; set; }

    /// <summary>The site that serves the lane; null while its domain has no route.</summary>
    public SiteLanes<T>? Site { get; set; }

    /// <summary>True while the lane stands in its site's rotation.</summary>
    public bool InRotation { get; set; }

    public void Add(LaneEntry<T> entry, bool isFresh) => (isFresh ? _fresh : _later).Enqueue(entry);

    public LaneEntry<T> Take()
    {
        var later = _later.Count > 0 && (_laterFirst || _fresh.Count == 0);
        _laterFirst = !later;
        return later ? _later.Dequeue() : _fresh.Dequeue();
    }

    /// <summary>Takes a message that is older than that, if one stands at the head.</summary>
    public bool TryTakeOlder(DateTimeOffset createdBefore, out LaneEntry<T> entry)
    {
        foreach (var queue in (ReadOnlySpan<Queue<LaneEntry<T>>>)[_later, _fresh])
        {
            if (!queue.TryPeek(out entry) || entry.Id.CreatedAt > createdBefore) continue;
            queue.Dequeue();
            return true;
        }

        entry = default;
        return false;
    }
}
