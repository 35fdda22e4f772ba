using Standfast.Mail;

namespace Standfast.Storage.Spool;

/// <content>Messages whose records are copied to another segment.</content>
internal sealed partial class SpoolIndex
{
    /// <summary>At start: copies of messages of which a state is known that stands before them. Without one behind them they must not be all that is left.</summary>
    private readonly Dictionary<SpoolId, RecordPlace> _copies = [];

    /// <summary>A record of the undone message that is needed stands in the segment.</summary>
    public bool StandsIn(SpoolId id, int segment)
    {
        lock (_lock) return _entries.TryFind(id, out var place) && ((place.Entry.State != default && place.Entry.State.Segment == segment) || MessageStandsInLocked(place.Entry, segment));
    }

    /// <summary>What is to be copied so that nothing of the message is needed in the segment.</summary>
    /// <param name="movesMessage">False when that is its newest state only.</param>
    /// <returns>False when nothing is.</returns>
    public bool TryPlanMove(SpoolId id, int segment, out IndexEntry entry, out bool movesMessage)
    {
        lock (_lock)
        {
            (entry, movesMessage) = (default, false);
            if (!_entries.TryFind(id, out var place)) return false;
            entry = place.Entry;
            movesMessage = MessageStandsInLocked(entry, segment);
            return movesMessage || (entry.State != default && entry.State.Segment == segment);
        }
    }

    /// <summary>Octets of the message's chunks.</summary>
    public long ChunkLengthOf(SpoolId id)
    {
        lock (_lock) return _chunks.TryGetValue(id, out var chunks) ? chunks.Sum(chunk => (long)chunk.Length) : 0;
    }

    /// <summary>The message is undone, and nothing newer was written of it.</summary>
    public bool IsUnchanged(in IndexEntry entry)
    {
        lock (_lock) return _entries.TryFind(entry.Id, out var place) && place.Entry.Message == entry.Message && place.Entry.State == entry.State;
    }

    /// <summary>The copies are durable: they are what is read from now on.</summary>
    public void Apply(MessageMove move)
    {
        lock (_lock)
        {
            if (!_entries.TryFind(move.From.Id, out var place)) return;
            ref var entry = ref place.Entry;
            if (move.Message is { } message)
            {
                MoveMessageLocked(ref entry, message.Position, RecordHeader.PaddedLengthOf(message.PayloadLength));
                if (move.Chunks.Count > 0)
                {
                    // They were pinned as they were written.
                    UnpinChunksLocked(move.From.Id);
                    _chunks.Add(move.From.Id, [.. move.Chunks]);
                }
            }

            if (move.State is not { } state) return;
            segments.Pin(state.Position.Segment, RecordHeader.PaddedLengthOf(state.PayloadLength));
            segments.Unpin(entry.State.Segment, entry.StateLength);
            (entry.State, entry.StateLength) = (state.Position, RecordHeader.PaddedLengthOf(state.PayloadLength));
        }
    }

    /// <summary>A chunk was copied; it is nobody's yet.</summary>
    public void PinCopy(SpoolPosition position, int length) => segments.Pin(position.Segment, length);

    /// <summary>The copy is not needed.</summary>
    public void UnpinCopy(RecordPlace chunk) => segments.Unpin(chunk.Position.Segment, chunk.Length);

    /// <summary>At start: of the chunks of that id read so far these are the message's, in this order; the others are what they were copied from or to.</summary>
    /// <returns>False when some of these are missing, and none of those known; then nothing changes.</returns>
    public bool SelectChunks(SpoolId id, ReadOnlySpan<long> positions)
    {
        lock (_lock)
        {
            if (!_chunks.TryGetValue(id, out var chunks)) return false;
            var selected = new List<RecordPlace>(positions.Length);
            foreach (var position in positions)
                if (chunks.FindIndex(chunk => chunk.Position.Value == position) is >= 0 and var found)
                    selected.Add(chunks[found]);
            if (selected.Count < positions.Length && _entries.TryFind(id, out _)) return false;
            foreach (var chunk in chunks)
                if (!selected.Contains(chunk))
                    segments.Unpin(chunk.Position.Segment, chunk.Length);
            _chunks[id] = selected;
            return true;
        }
    }

    /// <summary>At start, after all: copies without the state that belongs to them are not used, but there.</summary>
    public void ForgetLostCopies()
    {
        lock (_lock)
        {
            foreach (var (id, copy) in _copies)
                if (_entries.TryFind(id, out var place)) segments.AddTwin(place.Entry.Message.Segment, copy.Position.Segment);
            _copies.Clear();
        }
    }

    /// <summary>A copy of the message is durable; its state is not yet.</summary>
    public void AddTwin(in IndexEntry entry, SpoolPosition copy) => segments.AddTwin(entry.Message.Segment, copy.Segment);

    private void FindCopyLocked(ref IndexEntry entry, SpoolPosition position, int length)
    {
        if (entry.State == default)
        {
            MoveMessageLocked(ref entry, position, length);
            return;
        }

        if (_copies.TryGetValue(entry.Id, out var former)) segments.AddTwin(entry.Message.Segment, former.Position.Segment);
        _copies[entry.Id] = new RecordPlace(position, length);
    }

    private bool MessageStandsInLocked(in IndexEntry entry, int segment) =>
        entry.Message.Segment == segment || (_chunks.Count > 0 && _chunks.TryGetValue(entry.Id, out var chunks) && chunks.Exists(chunk => chunk.Position.Segment == segment));

    private void MoveMessageLocked(ref IndexEntry entry, SpoolPosition position, int length)
    {
        segments.AddTwin(position.Segment, entry.Message.Segment);
        segments.Pin(position.Segment, length);
        segments.Unpin(entry.Message.Segment, entry.MessageLength);
        (entry.Message, entry.MessageLength) = (position, length);
    }
}
