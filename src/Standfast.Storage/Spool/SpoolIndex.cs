using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Storage.Spool;

/// <summary>Finds the records of undone messages, and keeps the segments' pins in step. Derived from the log. May be called concurrently.</summary>
internal sealed class SpoolIndex(SegmentSet segments)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SpoolId, IndexEntry> _entries = [];

    public int Count
    {
        get
        {
            lock (_lock) return _entries.Count;
        }
    }

    public IReadOnlyList<SpoolId> Ids
    {
        get
        {
            lock (_lock) return [.. _entries.Keys];
        }
    }

    public IndexEntry? Find(SpoolId id)
    {
        lock (_lock) return _entries.GetValueOrDefault(id);
    }

    /// <summary>The chunks were pinned when they were written.</summary>
    public void AddMessage(SpoolId id, IndexEntry entry)
    {
        lock (_lock)
        {
            if (!_entries.TryAdd(id, entry)) return;
            segments.Pin(entry.Message.Segment);
        }
    }

    /// <returns>True when the message is done.</returns>
    public bool SetState(SpoolId id, SpoolPosition position, bool isDone)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(id, out var entry)) return false;
            if (entry.State is { } old) segments.Unpin(old.Segment);
            if (!isDone)
            {
                entry.State = position;
                segments.Pin(position.Segment);
                return false;
            }

            _entries.Remove(id);
            segments.AddFinalState(position.Segment, entry.ChunkSegments.Append(entry.Message.Segment).Distinct());
            segments.Unpin(entry.Message.Segment);
            foreach (var chunk in entry.ChunkSegments) segments.Unpin(chunk);
            return true;
        }
    }

    public static bool IsDone(ReadOnlySpan<RecipientState> states)
    {
        foreach (var state in states)
            if (!state.IsTerminal)
                return false;
        return true;
    }
}
