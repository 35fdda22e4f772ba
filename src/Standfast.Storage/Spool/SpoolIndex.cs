using Standfast.Mail;
using Standfast.Queue;
using Standfast.Storage.Files;

namespace Standfast.Storage.Spool;

/// <summary>
/// Finds the records of undone messages, and keeps the segments' pins in step. Derived from the log. May be called concurrently.
/// </summary>
internal sealed partial class SpoolIndex(SegmentSet segments)
{
    private readonly Lock _lock = new();
    private readonly EntryTable _entries = new() { KeepsNotes = true };

    /// <summary>Chunks of large messages, in order: of undone ones, and of those that are still coming in.</summary>
    private readonly Dictionary<SpoolId, List<RecordPlace>> _chunks = [];

    public int Count
    {
        get
        {
            lock (_lock) return _entries.Count;
        }
    }

    public SpoolId? First
    {
        get
        {
            lock (_lock) return _entries.First;
        }
    }

    public SpoolId? Last
    {
        get
        {
            lock (_lock) return _entries.Last;
        }
    }

    public IReadOnlyList<SpoolId> Page(SpoolId after, int limit)
    {
        lock (_lock) return _entries.Page(after, limit);
    }

    public bool TryFind(SpoolId id, out IndexEntry entry)
    {
        lock (_lock)
        {
            entry = default;
            if (!_entries.TryFind(id, out var place)) return false;
            entry = place.Entry;
            return true;
        }
    }

    /// <summary>Where a record of an undone message is now, and the file it is in.</summary>
    /// <param name="chunk">Which chunk, for that type.</param>
    public bool TryLocate(SpoolId id, RecordType type, int chunk, out SpoolPosition position, out ISpoolFile file)
    {
        lock (_lock)
        {
            (position, file) = (default, null!);
            if (!_entries.TryFind(id, out var place)) return false;
            position = type switch
            {
                RecordType.Message => place.Entry.Message,
                RecordType.State => place.Entry.State,
                _ => _chunks.TryGetValue(id, out var chunks) && chunk < chunks.Count ? chunks[chunk].Position : default,
            };
            if (position == default) return false;
            file = segments.FileOf(position.Segment);
            return true;
        }
    }

    public int ChunksOf(SpoolId id)
    {
        lock (_lock) return _chunks.TryGetValue(id, out var chunks) ? chunks.Count : 0;
    }

    /// <summary>A chunk of a message that is still coming in.</summary>
    public void AddChunk(SpoolId id, SpoolPosition position, int length)
    {
        lock (_lock)
        {
            if (!_chunks.TryGetValue(id, out var chunks)) _chunks.Add(id, chunks = new List<RecordPlace>(1));
            chunks.Add(new RecordPlace(position, length));
            segments.Pin(position.Segment, length);
        }
    }

    /// <summary>The message will not come.</summary>
    public void ForgetChunks(SpoolId id)
    {
        lock (_lock) UnpinChunksLocked(id);
    }

    /// <summary>Forgets the chunks of all messages that are not there: after a restart they will not come.</summary>
    public void ForgetLostChunks()
    {
        lock (_lock)
        {
            foreach (var id in _chunks.Keys.Where(id => !_entries.TryFind(id, out _)).ToList()) UnpinChunksLocked(id);
        }
    }

    /// <summary>A new message; its chunks were added before. At start also its copy: then that is where it stands.</summary>
    /// <returns>False when it was known.</returns>
    public bool AddMessage(SpoolId id, SpoolPosition position, int length, in RecoveryNote note = default)
    {
        lock (_lock)
        {
            if (!_entries.TryAdd(new IndexEntry(id, position, length), note))
            {
                if (_entries.TryFind(id, out var known)) FindCopyLocked(ref known.Entry, position, length);
                return false;
            }

            segments.Pin(position.Segment, length);
            return true;
        }
    }

    /// <param name="dueTicks">For the note of the message, as is <paramref name="undone"/>.</param>
    /// <returns>True when the message is done by that; false also when it was not there.</returns>
    public bool SetState(SpoolId id, SpoolPosition position, int length, bool isDone, long dueTicks = 0, int undone = 0)
    {
        lock (_lock)
        {
            if (!_entries.TryFind(id, out var place)) return false;
            ref var entry = ref place.Entry;
            if (_copies.Count > 0 && _copies.Remove(id, out var copy)) MoveMessageLocked(ref entry, copy.Position, copy.Length);
            if (entry.State != default) segments.Unpin(entry.State.Segment, entry.StateLength);
            if (!isDone)
            {
                (entry.State, entry.StateLength) = (position, length);
                segments.Pin(position.Segment, length);
                place.Note = place.Note with { DueTicks = dueTicks, Recipients = undone };
                return false;
            }

            segments.AddFinalState(position.Segment, entry.Message.Segment);
            segments.Unpin(entry.Message.Segment, entry.MessageLength);
            UnpinChunksLocked(id);
            _entries.Remove(place);
            return true;
        }
    }

    /// <summary>All messages with what the queue wants to know of them, in order. Once, before the first append.</summary>
    public IEnumerable<(SpoolId Id, RecoveryNote Note)> TakeNotes() => _entries.TakeNotes();

    public static bool IsDone(ReadOnlySpan<RecipientState> states)
    {
        foreach (var state in states)
            if (!state.IsTerminal)
                return false;
        return true;
    }

    private void UnpinChunksLocked(SpoolId id)
    {
        if (!_chunks.Remove(id, out var chunks)) return;
        foreach (var chunk in chunks) segments.Unpin(chunk.Position.Segment, chunk.Length);
    }
}
