using Standfast.Mail;

namespace Standfast.Queue.Scheduling;

/// <summary>A message that waits in a lane. Fresh ones may come with what is known of them in RAM.</summary>
internal readonly record struct LaneEntry<T>(SpoolId Id, T? Loaded)
    where T : class
{
    /// <summary>It was seen to that its sender knows that it takes long.</summary>
    public bool IsTold { get; init; }
}

/// <summary>
/// Ready messages of one account, stream and priority for one domain. New ones and those that come back take turns, so that a backlog does not
/// starve new mail, nor new mail the backlog. Not safe for concurrent use.
/// </summary>
internal sealed class Lane<T>(int number, LaneKey key)
    where T : class
{
    private readonly ChunkedQueue<PackedId> _fresh = new();
    private readonly ChunkedQueue<PackedId> _later = new();

    /// <summary>Those of whose delay the senders know, which are the oldest. Few lanes have any.</summary>
    private ChunkedQueue<PackedId>? _told;

    /// <summary>Few of a backlog: what is known in RAM of those that wait.</summary>
    private readonly Dictionary<SpoolId, T> _loaded = [];
    private bool _laterFirst;

    public int Number { get; } = number;

    public LaneKey Key { get; } = key;

    public int Count => _fresh.Count + Returned;

    /// <summary>Entries that will come here when they are due: the lane must not go before.</summary>
    public int Parked { get; set; }

    /// <summary>Where the lane is served; null while its domain has no route.</summary>
    public SiteLanes<T>? Site { get; set; }

    /// <summary>True while the lane stands in its site's rotation.</summary>
    public bool InRotation { get; set; }

    private int Returned => _later.Count + (_told?.Count ?? 0);

    public void Add(LaneEntry<T> entry, bool isFresh)
    {
        if (entry.Loaded is { } loaded) _loaded[entry.Id] = loaded;
        var queue = entry.IsTold ? _told ??= new ChunkedQueue<PackedId>() : isFresh ? _fresh : _later;
        queue.Enqueue(new PackedId(entry.Id));
    }

    /// <summary>The lane must not be empty.</summary>
    public LaneEntry<T> Take()
    {
        var later = Returned > 0 && (_laterFirst || _fresh.Count == 0);
        _laterFirst = !later;
        return TakeFrom(!later ? _fresh : _told is { Count: > 0 } ? _told : _later);
    }

    /// <summary>Takes a message that is older than that, if one stands at the head.</summary>
    /// <param name="untold">Only one whose sender may still have to be told that it takes long.</param>
    public bool TryTakeOlder(DateTimeOffset createdBefore, bool untold, out LaneEntry<T> entry)
    {
        foreach (var queue in (ReadOnlySpan<ChunkedQueue<PackedId>?>)[untold ? null : _told, _later, _fresh])
        {
            if (queue is null || !queue.TryPeek(out var id) || id.Value.CreatedAt > createdBefore) continue;
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
