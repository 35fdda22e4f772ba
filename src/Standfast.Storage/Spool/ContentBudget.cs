using Standfast.Mail;

namespace Standfast.Storage.Spool;

/// <summary>Bounds the content that stays in RAM for first attempts. May be called concurrently.</summary>
internal sealed class ContentBudget(long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SpoolId, int> _held = [];
    private long _used;

    public bool TryTake(SpoolId id, int bytes)
    {
        lock (_lock)
        {
            if (_used + bytes > maxBytes || !_held.TryAdd(id, bytes)) return false;
            _used += bytes;
            return true;
        }
    }

    public void Release(SpoolId id)
    {
        lock (_lock)
        {
            if (_held.Remove(id, out var bytes)) _used -= bytes;
        }
    }
}
