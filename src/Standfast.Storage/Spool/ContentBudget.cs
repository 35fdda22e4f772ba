using Standfast.Mail;

namespace Standfast.Storage.Spool;

/// <summary>
/// Bounds the content that stays in RAM for first attempts. When it is full the oldest goes first: what has waited that long most
/// likely waits for a destination that is down. May be called concurrently.
/// </summary>
internal sealed class ContentBudget(long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SpoolId, (SpoolContent Content, int Bytes)> _held = [];
    private readonly Queue<SpoolId> _order = new();
    private long _used;

    public long UsedBytes
    {
        get
        {
            lock (_lock) return _used;
        }
    }

    /// <param name="bytes">Counted with all of its array.</param>
    public void Keep(SpoolId id, SpoolContent content, ArraySegment<byte> bytes)
    {
        var size = bytes.Array!.Length;
        lock (_lock)
        {
            if (size > maxBytes || !_held.TryAdd(id, (content, size))) return;
            content.Keep(bytes);
            _used += size;
            _order.Enqueue(id);
            // Ids of what was released stay in the order until they are the oldest: they are not let pile up.
            while (_used > maxBytes || _order.Count > (2 * _held.Count) + 1_000) ReleaseLocked(_order.Dequeue());
        }
    }

    public void Release(SpoolId id)
    {
        lock (_lock) ReleaseLocked(id);
    }

    private void ReleaseLocked(SpoolId id)
    {
        if (!_held.Remove(id, out var held)) return;
        held.Content.Drop();
        _used -= held.Bytes;
    }
}
