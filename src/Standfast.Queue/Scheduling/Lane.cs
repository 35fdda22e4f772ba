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
    private readonly ChunkedQueue<PackedId> _fresh = new();
    private readonly ChunkedQueue<PackedId> _later = new();

    /// <summary>Few of a backlog: what is known in RAM of those that wait.</summary>
    private readonly Dictionary<SpoolId, T> _loaded = [];
    private bool _laterFirst;

    public int Number { get; } = number;

    public LaneKey Key { get; } = key;

    public int Count => _fresh.Count + _later.Count;

    /// <summary>Entries that will come here when they are due: the lane must not go before.</summary>
    public int Parked { get; set; }

    /// <summary>Where the lane is served; null while its domain has no route.</summary>
    public SiteLanes<T>? Site { get; set; }

    /// <summary>True while the lane stands in its site's rotation.</summary>
    public bool InRotation { get; set; }

    public void Add(LaneEntry<T> entry, bool isFresh)
    {
        if (entry.Loaded is { } loaded) _loaded[entry.Id] = loaded;
        (isFresh ? _fresh : _later).Enqueue(new PackedId(entry.Id));
    }

    /// <summary>The lane must not be empty.</summary>
    public LaneEntry<T> Take()
    {
        var later = _later.Count > 0 && (_laterFirst || _fresh.Count == 0);
        _laterFirst = !later;
        return TakeFrom(later ? _later : _fresh);
    }

    /// <summary>Takes a message that is older than that, if one stands at the head.</summary>
    public bool TryTakeOlder(DateTimeOffset createdBefore, out LaneEntry<T> entry)
    {
        foreach (var queue in (ReadOnlySpan<ChunkedQueue<PackedId>>)[_later, _fresh])
        {
            if (!queue.TryPeek(out var id) || id.Value.CreatedAt > createdBefore) continue;
            entry = TakeFrom(queue);
            return true;
        }

        entry = default;
        return false;
    }

    private LaneEntry<T> TakeFrom(ChunkedQueue<PackedId> queue)
    {
        queue.TryDequeue(out var packed);
        var id = packed.Value;
        return new LaneEntry<T>(id, _loaded.Remove(id, out var loaded) ? loaded : null);
    }
}
