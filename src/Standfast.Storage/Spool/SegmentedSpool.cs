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
    private readonly ContentBudget _budget;
    private readonly SpoolRecovery _recovery;
    private readonly SpaceWatch _space;

    private SegmentedSpool(ISpoolDirectory directory, SpoolOptions options, TimeProvider time)
    {
        _directory = directory;
        _segments = new SegmentSet(directory, options.SegmentBytes, options.ReserveBytes);
        _index = new SpoolIndex(_segments);
        _reader = new RecordReader(_segments);
        _budget = new ContentBudget(options.ContentMemoryBytes);
        _recovery = new SpoolRecovery(directory, _segments, _index);
        _recovery.Run();
        Begin();
        _space = new SpaceWatch(directory, options, time);
        _writer = new LogWriter(_segments, options.Pump);
        _space.Looked = _writer.LookAgain;
    }

    public string? Failure => _writer.Failure;

    public string? Shortage => _writer.Shortage ?? _space.Shortage;

    public IEnumerable<RecoveredMessage> Recovered => _recovery.TakeMessages();

    /// <summary>Reads the log and is ready to append.</summary>
    /// <exception cref="IOException">The disk cannot be read.</exception>
    /// <exception cref="InvalidDataException">A newer server wrote here.</exception>
    /// <param name="time">Null is the system's.</param>
    public static SegmentedSpool Open(ISpoolDirectory directory, SpoolOptions options, TimeProvider? time = null) => new(directory, options, time ?? TimeProvider.System);

    public ISpoolWriter BeginMessage(SpoolId id, bool fromReserve) => new SpoolWriter(this, id, fromReserve);

    public Task<long> WriteStateAsync(SpoolId id, ReadOnlyMemory<RecipientState> states, ReadOnlyMemory<byte> events, CancellationToken cancellationToken)
    {
        var encoded = StateCodec.Encode(states.Span);
        var isDone = SpoolIndex.IsDone(states.Span);
        var append = new LogAppend(RecordType.State, id, encoded.Length, [encoded, events])
        {
            Durable = position =>
            {
                if (_index.SetState(id, position, isDone)) _budget.Release(id);
            },
        };
        return _writer.AppendAsync(append);
    }

    public async Task<StoredMessage?> ReadAsync(SpoolId id, CancellationToken cancellationToken)
    {
        // Disk reads of this runtime are synchronous below; leave the caller's thread first.
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (_index.Find(id) is not { } entry) return null;
        var (header, payload) = _reader.Read(entry.Message, RecordType.Message);
        var metadata = MessageMetadata.Decode(id, payload[..header.MetadataLength]);
        var states = new RecipientState[metadata.Envelope.Recipients.Length];
        Array.Fill(states, new RecipientState(RecipientStatus.Queued, 0, metadata.Envelope.FirstDue));
        if (entry.State is { } position)
        {
            var (stateHeader, state) = _reader.Read(position, RecordType.State);
            states = StateCodec.Decode(state.AsSpan(0, stateHeader.MetadataLength));
        }

        var content = new SpoolContent(_reader, entry.Message, header.MetadataLength, header.PayloadLength - header.MetadataLength, metadata.Chunks);
        return new StoredMessage(metadata.Envelope, states, content);
    }

    public IReadOnlyList<SpoolId> ListUndone() => [.. _index.Ids.Order()];

    public SpoolId? FindOldest() => _index.Ids is { Count: > 0 } ids ? ids.Min() : null;

    public IEnumerable<(SpoolId Id, long Position, ReadOnlyMemory<byte> Events)> ReplayEvents(long afterPosition) => _recovery.ReplayEvents(afterPosition);

    public void EventsDurableThrough(long position)
    {
        _segments.EventsDurableThrough(position);
        if (Failure is null) _segments.Reclaim();
    }

    public SpoolStats GetStats()
    {
        var segments = _segments.All;
        return new SpoolStats(segments.Count, segments.Sum(segment => segment.End), _index.Count, 0, _recovery.DamagedRecords, _writer.Syncs, _writer.Appends)
        {
            ReserveBytes = _segments.ReserveBytes,
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
        _segments.Dispose();
        _directory.Dispose();
    }

    internal Task<long> AppendChunkAsync(SpoolId id, ReadOnlyMemory<byte> content, bool fromReserve) => _writer.AppendAsync(
        new LogAppend(RecordType.Chunk, id, 0, [content]) { Durable = position => _segments.Pin(position.Segment), MayUseReserve = fromReserve });

    internal void Forget(SpoolPosition chunk) => _segments.Unpin(chunk.Segment);

    internal async Task<CommittedMessage> CommitAsync(MessageMetadata metadata, byte[] inline, bool fromReserve)
    {
        var encoded = metadata.Encode();
        var id = metadata.Envelope.Id;
        var append = new LogAppend(RecordType.Message, id, encoded.Length, [encoded, inline])
        {
            MayUseReserve = fromReserve,
            Durable = position => _index.AddMessage(id, new IndexEntry(position, [.. metadata.Chunks.Select(chunk => new SpoolPosition(chunk.Position).Segment)])),
        };
        var position = await _writer.AppendAsync(append);
        var content = new SpoolContent(_reader, append.Position, encoded.Length, inline.Length, metadata.Chunks);
        if (metadata.Chunks.IsEmpty && _budget.TryTake(id, inline.Length)) content.Keep(inline);
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
}
