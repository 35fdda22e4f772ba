using Standfast.Mail;
using Standfast.Queue;
using Standfast.Storage.Files;

namespace Standfast.Storage.Spool;

/// <summary>
/// The spool as an append-only log in segments of equal size. Acceptance appends one record and waits for one shared sync; states
/// are appended likewise; nothing is changed in place. Segments that nothing needs are deleted whole.
/// </summary>
public sealed class SegmentedSpool : ISpool
{
    private readonly ISpoolDirectory _directory;
    private readonly SegmentSet _segments;
    private readonly SpoolIndex _index;
    private readonly RecordReader _reader;
    private readonly LogWriter _writer;
    private readonly Compactor _compactor;
    private readonly Housekeeper _housekeeper;
    private readonly ContentBudget _budget;
    private readonly SpoolRecovery _recovery;
    private readonly SpaceWatch _space;

    private SegmentedSpool(ISpoolDirectory directory, SpoolOptions options, TimeProvider time)
    {
        _directory = directory;
        _segments = new SegmentSet(directory, options.SegmentBytes, options.ReserveBytes);
        _index = new SpoolIndex(_segments);
        _reader = new RecordReader(_index);
        _budget = new ContentBudget(options.ContentMemoryBytes);
        _recovery = new SpoolRecovery(directory, _segments, _index);
        _recovery.Run();
        Begin();
        _space = new SpaceWatch(directory, options, time);
        _writer = new LogWriter(_segments, options.Pump, time);
        _compactor = new Compactor(directory, _segments, _index, _reader, _writer);
        _housekeeper = new Housekeeper(directory, _compactor, options, time);
        _segments.Sealed = _housekeeper.Sealed;
        _writer.Copied = _housekeeper.Copied;
        _space.Looked = _writer.LookAgain;
    }

    public string? Failure => _writer.Failure;

    public string? Shortage => _writer.Shortage ?? _space.Shortage;

    public IEnumerable<RecoveredMessage> Recovered => _recovery.TakeMessages();

    /// <summary>Reads the log and is ready to append.</summary>
    /// <exception cref="IOException">The disk cannot be read.</exception>
    /// <exception cref="NewerFormatException">A newer server wrote here.</exception>
    /// <param name="time">Null is the system's.</param>
    public static SegmentedSpool Open(ISpoolDirectory directory, SpoolOptions options, TimeProvider? time = null) => new(directory, options, time ?? TimeProvider.System);

    public ISpoolWriter BeginMessage(SpoolId id, bool fromReserve) => new SpoolWriter(this, id, fromReserve);

    public Task<long> WriteStateAsync(SpoolId id, ReadOnlyMemory<RecipientState> states, ReadOnlyMemory<byte> events, bool canWait, CancellationToken cancellationToken)
    {
        var encoded = StateCodec.Encode(states.Span);
        var isDone = SpoolIndex.IsDone(states.Span);
        // What was tried once is tried again much later: until then its content has no business in RAM.
        var isTried = WereTried(states.Span);
        var append = new LogAppend(RecordType.State, id, encoded.Length, [encoded, events]) { CanWait = canWait };
        append.Durable = position =>
        {
            _index.SetState(id, position, RecordHeader.PaddedLengthOf(append.PayloadLength), isDone);
            if (isTried) _budget.Release(id);
        };
        return _writer.AppendAsync(append);
    }

    public async Task<StoredMessage?> ReadAsync(SpoolId id, CancellationToken cancellationToken)
    {
        // Disk reads of this runtime are synchronous below; leave the caller's thread first.
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (_reader.Read(id, RecordType.Message) is not var (header, payload)) return null;
        var metadata = MessageMetadata.Decode(id, payload[..header.MetadataLength]);
        if (_index.ChunksOf(id) != metadata.Chunks.Length) return _index.TryFind(id, out _) ? throw new IOException($"message {id}: pieces of the content are missing") : null;
        var states = new RecipientState[metadata.Envelope.Recipients.Length];
        Array.Fill(states, metadata.Envelope.FirstState);
        if (_reader.Read(id, RecordType.State) is var (stateHeader, state)) states = StateCodec.Decode(state.AsSpan(0, stateHeader.MetadataLength));
        else if (!_index.TryFind(id, out _)) return null;
        return new StoredMessage(metadata.Envelope, states, ContentOf(id, metadata, header.PayloadLength - header.MetadataLength));
    }

    public IReadOnlyList<SpoolId> ListUndone(SpoolId after, int limit) => _index.Page(after, limit);

    public SpoolId? FindOldest() => _index.First;

    public SpoolId? FindNewest() => _index.Last;

    public IEnumerable<(SpoolId Id, long Position, ReadOnlyMemory<byte> Events)> ReplayEvents(long afterPosition) => _recovery.ReplayEvents(afterPosition);

    public void EventsDurableThrough(long position)
    {
        _segments.EventsDurableThrough(position);
        if (Failure is not null) return;
        _segments.Reclaim();
        _housekeeper.Look();
    }

    public SpoolStats GetStats()
    {
        var segments = _segments.All;
        return new SpoolStats(segments.Count, segments.Sum(segment => segment.End), _index.Count, segments.Sum(segment => segment.LiveBytes), _recovery.DamagedRecords, _writer.Syncs, _writer.Appends)
        {
            ReserveBytes = _segments.ReserveBytes,
            MovedMessages = _compactor.Moved,
            FreeBytes = _space.Space.FreeBytes,
            FreeInodes = _space.Space.FreeInodes,
            FileSystem = _directory.FileSystem.Name,
            FileSystemConcern = _directory.FileSystem.Concern,
        };
    }

    public async ValueTask DisposeAsync()
    {
        _space.Dispose();
        await _writer.DisposeAsync();
        await _housekeeper.DisposeAsync();
        _segments.Dispose();
        _directory.Dispose();
    }

    /// <summary>Ends when the summaries of all segments that are full are stored, and no segment is being emptied; for tests.</summary>
    internal Task WhenSummarisedAsync() => _housekeeper.WhenIdleAsync();

    /// <summary>Segments that had to be read whole at start.</summary>
    internal int ScannedSegments => _recovery.Scanned;

    /// <summary>Segments that stand only because of final states of messages that older ones still hold.</summary>
    internal int SegmentsHeldByFinalStates => _segments.All.Count(segment => segment.FinalStates.Count > 0);

    internal long ContentBytesInMemory => _budget.UsedBytes;

    /// <summary>All that was written by now, for a reader of the whole log.</summary>
    internal SegmentSnapshot Freeze() => _segments.Freeze();

    internal Task<long> AppendChunkAsync(SpoolId id, ReadOnlyMemory<byte> content, bool fromReserve) => _writer.AppendAsync(
        new LogAppend(RecordType.Chunk, id, 0, [content]) { Durable = position => _index.AddChunk(id, position, RecordHeader.PaddedLengthOf(content.Length)), MayUseReserve = fromReserve });

    internal void Forget(SpoolId id) => _index.ForgetChunks(id);

    internal async Task<CommittedMessage> CommitAsync(MessageMetadata metadata, ArraySegment<byte> inline, bool fromReserve)
    {
        var encoded = metadata.Encode();
        var id = metadata.Envelope.Id;
        var length = RecordHeader.PaddedLengthOf(encoded.Length + inline.Count);
        var append = new LogAppend(RecordType.Message, id, encoded.Length, [encoded, inline]) { MayUseReserve = fromReserve, Durable = position => _index.AddMessage(id, position, length) };
        var position = await _writer.AppendAsync(append);
        var content = ContentOf(id, metadata, inline.Count);
        if (metadata.Chunks.IsEmpty) _budget.Keep(id, content, inline);
        return new CommittedMessage(position, content);
    }

    private void Begin()
    {
        try
        {
            _segments.Roll(0);
        }
        catch (DiskFullException)
        {
            // What is accepted can still be delivered: results go behind what is there.
            _segments.TryReopen();
        }
    }

    private static bool WereTried(ReadOnlySpan<RecipientState> states)
    {
        foreach (var state in states)
            if (state is { Status: RecipientStatus.Queued, Attempts: 0 })
                return false;
        return true;
    }

    private SpoolContent ContentOf(SpoolId id, MessageMetadata metadata, int inlineLength) => new(_reader, id, inlineLength, [.. metadata.Chunks.Select(chunk => chunk.Length)]);
}
