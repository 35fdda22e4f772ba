using Standfast.Mail;
using Standfast.Storage.Files;

namespace Standfast.Storage.Spool;

/// <summary>
/// Empties segments of which little is needed: what is needed is appended to the log again, and the file goes by itself when the
/// copies are durable. A crash at any moment leaves the records, or records and copies. Called by one thread at a time.
/// </summary>
internal sealed class Compactor(ISpoolDirectory directory, SegmentSet segments, SpoolIndex index, RecordReader reader, LogWriter writer)
{
    /// <summary>Octets copied at once: what others write waits for one such group at most. Ours.</summary>
    private const int BatchBytes = 512 * 1024;

    /// <summary>Large messages are copied through RAM; larger ones than this stay where they are until they are done. Ours.</summary>
    private const int MaxContentBytes = 16 * 1024 * 1024;

    private readonly Queue<SpoolId> _left = new();
    private IReadOnlyList<MessageMove> _copying = [];
    private byte[] _summary = [];
    private Segment? _segment;
    private bool _hasRaced;
    private long _moved;

    /// <summary>Messages moved since the start.</summary>
    public long Moved => Interlocked.Read(ref _moved);

    /// <summary>A segment is being emptied.</summary>
    public bool IsBusy => _segment is not null;

    /// <summary>Gives the writer the next copies. Call again when they are written.</summary>
    /// <returns>False when there is nothing to copy, or no room for it.</returns>
    public bool TryCopy()
    {
        var moves = FinishChunks();
        while (moves.Count == 0)
        {
            if (_left.Count == 0 && !TryBegin()) return false;
            moves = Next();
        }

        _copying = moves;
        if (writer.TryCopy(moves, move => index.IsUnchanged(move.From))) return true;
        Drop(moves);
        _copying = [];
        _left.Clear();
        _segment = null;
        return false;
    }

    /// <summary>Chooses a segment, after what could be copied of the last one was.</summary>
    private bool TryBegin()
    {
        // What changed while it was copied is written anew anyway, or stands elsewhere: a later round sees.
        if (_segment is { } done && !_hasRaced) segments.MarkCompacted(done);
        _hasRaced = false;
        _segment = segments.FindSparse();
        if (_segment is null)
        {
            _summary = [];
            return false;
        }

        try
        {
            foreach (var id in Undone(_segment)) _left.Enqueue(id);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidDataException)
        {
            // It cannot be read; it stays, and whoever reads its messages says so.
        }

        return true;
    }

    /// <summary>Messages that need a record of the segment.</summary>
    private HashSet<SpoolId> Undone(Segment segment)
    {
        var found = new HashSet<SpoolId>();
        var summary = SegmentSummary.TryLoad(directory, segment, ref _summary) ?? SegmentSummary.Scan(segment, out _);
        var records = new SummaryReader(summary.Body.Span);
        while (records.Next())
        {
            records.SkipRecipients();
            if (index.StandsIn(records.Id, segment.Number)) found.Add(records.Id);
        }

        return found;
    }

    private List<MessageMove> Next()
    {
        var moves = new List<MessageMove>();
        for (var octets = 0L; octets < BatchBytes && _left.TryDequeue(out var id);)
        {
            if (Plan(id) is not { } move) continue;
            moves.Add(move);
            foreach (var append in move.Appends) octets += append.PayloadLength;
        }

        return moves;
    }

    private MessageMove? Plan(SpoolId id)
    {
        if (!index.TryPlanMove(id, _segment!.Number, out var entry, out var movesMessage)) return null;
        try
        {
            if (!movesMessage) return Sealed(new MessageMove(entry, [], null, CopyState(entry)) { Appends = [] });
            if (index.ChunksOf(id) is > 0 and var count)
                return index.ChunkLengthOf(id) > MaxContentBytes ? null : new MessageMove(entry, [], null, null) { Appends = [.. Enumerable.Range(0, count).Select(chunk => CopyChunk(id, chunk))] };
            return Sealed(new MessageMove(entry, [], CopyMessage(entry, []), CopyState(entry)) { Appends = [] });
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            // Damaged: it stays where a person can look at it.
            return null;
        }
    }

    /// <summary>Looks at what became of the last copies; of large messages whose chunks are durable now, the record and the state follow.</summary>
    private List<MessageMove> FinishChunks()
    {
        var moves = new List<MessageMove>();
        foreach (var move in _copying)
        {
            var isChunks = move is { Message: null, State: null };
            if (!move.IsWritten) _hasRaced = true;
            else if (!isChunks) Interlocked.Increment(ref _moved);
            if (!isChunks)
            {
                if (!move.IsWritten) Drop([move]);
                continue;
            }

            RecordPlace[] chunks = [.. move.Appends.Where(append => append.Task.IsCompletedSuccessfully).Select(append => new RecordPlace(append.Position, RecordHeader.PaddedLengthOf(append.PayloadLength)))];
            try
            {
                if (move.IsWritten)
                {
                    moves.Add(Sealed(new MessageMove(move.From, chunks, CopyMessage(move.From, chunks), CopyState(move.From)) { Appends = [] }));
                    continue;
                }
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException)
            {
                // As in Plan.
            }

            foreach (var chunk in chunks) index.UnpinCopy(chunk);
        }

        _copying = [];
        return moves;
    }

    /// <summary>The index follows when the last of its records is durable.</summary>
    private MessageMove Sealed(MessageMove move)
    {
        var whole = move with { Appends = [.. new[] { move.Message, move.State }.OfType<LogAppend>()] };
        if (move is { Message: { } message, State: not null }) message.Durable = position => index.AddTwin(move.From, position);
        whole.Appends[^1].Durable = _ => index.Apply(whole);
        return whole;
    }

    private void Drop(IEnumerable<MessageMove> moves)
    {
        foreach (var move in moves)
            foreach (var chunk in move.Chunks)
                index.UnpinCopy(chunk);
    }

    private LogAppend CopyChunk(SpoolId id, int chunk)
    {
        var (_, payload) = reader.Read(id, RecordType.Chunk, chunk) ?? throw new IOException($"message {id}: a piece of the content is missing");
        return new LogAppend(RecordType.Chunk, id, 0, [payload]) { IsUnattended = true, Durable = position => index.PinCopy(position, RecordHeader.PaddedLengthOf(payload.Length)) };
    }

    private LogAppend CopyMessage(in IndexEntry entry, IReadOnlyList<RecordPlace> chunks)
    {
        var (header, payload) = reader.Read(entry.Id, RecordType.Message) ?? throw new IOException($"message {entry.Id} is done");
        var known = MessageMetadata.Decode(entry.Id, payload[..header.MetadataLength]);
        var metadata = (known with { Events = [], Chunks = [.. chunks.Zip(known.Chunks, (chunk, old) => (chunk.Position.Value, old.Length))] }).Encode();
        return new LogAppend(RecordType.Message, entry.Id, metadata.Length, [metadata, payload.AsMemory(header.MetadataLength)]) { IsUnattended = true };
    }

    private LogAppend? CopyState(in IndexEntry entry)
    {
        if (entry.State == default) return null;
        var (header, payload) = reader.Read(entry.Id, RecordType.State) ?? throw new IOException($"message {entry.Id} is done");
        return new LogAppend(RecordType.State, entry.Id, header.MetadataLength, [payload.AsMemory(0, header.MetadataLength)]) { IsUnattended = true, MayUseReserve = false };
    }
}
