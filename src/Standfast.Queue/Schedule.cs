namespace Standfast.Queue;

/// <summary>
/// The order in which messages become due: fresh ones in order of arrival, deferred ones by time. The two take turns, so that
/// a backlog does not starve new mail, nor new mail the backlog. Not safe for concurrent use.
/// </summary>
internal sealed class Schedule
{
    private readonly Queue<QueueItem> _fresh = new();
    private readonly PriorityQueue<(QueueItem Item, int Generation), DateTimeOffset> _later = new();
    private bool _laterFirst;

    public int FreshCount => _fresh.Count;

    public void AddFresh(QueueItem item) => _fresh.Enqueue(item);

    public void AddLater(QueueItem item, DateTimeOffset due)
    {
        item.Generation++;
        if (due != DateTimeOffset.MaxValue) _later.Enqueue((item, item.Generation), due);
    }

    /// <returns>The next due item, or null; then <paramref name="nextDue"/> is when to ask again.</returns>
    public QueueItem? TakeDue(DateTimeOffset now, out DateTimeOffset nextDue)
    {
        nextDue = DateTimeOffset.MaxValue;
        while (_later.TryPeek(out var entry, out var due))
        {
            if (entry.Generation != entry.Item.Generation)
            {
                _later.Dequeue();
                continue;
            }

            nextDue = due;
            break;
        }

        var hasLater = nextDue <= now;
        if (hasLater && (_laterFirst || _fresh.Count == 0))
        {
            _laterFirst = false;
            return _later.Dequeue().Item;
        }

        _laterFirst = true;
        return _fresh.TryDequeue(out var fresh) ? fresh : null;
    }
}
