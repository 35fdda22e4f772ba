using Standfast.Mail;

namespace Standfast.Storage.Spool;

/// <summary>A record on its way to the disk.</summary>
internal sealed class LogAppend(RecordType type, SpoolId id, int metadataLength, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
{
    private readonly TaskCompletionSource<long> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RecordType Type { get; } = type;

    public SpoolId Id { get; } = id;

    public IReadOnlyList<ReadOnlyMemory<byte>> Pieces { get; } = pieces;

    public int PayloadLength { get; } = LengthOf(pieces);

    public uint PayloadCrc { get; } = CrcOf(pieces);

    /// <summary>May be written to the room that is kept for the time when the disk is full.</summary>
    public bool MayUseReserve { get; init; } = type == RecordType.State;

    /// <summary>Goes with the next group that something else is waiting for, within <see cref="LogWriter.Patience"/>.</summary>
    public bool CanWait { get; init; }

    /// <summary>Nobody waits for the task.</summary>
    public bool IsUnattended { get; init; }

    /// <summary>Runs on the writer's thread when the record is durable, before the task ends.</summary>
    public Action<SpoolPosition>? Durable { get; set; }

    public SpoolPosition Position { get; private set; }

    public Task<long> Task => _done.Task;

    public RecordHeader HeaderFor(int segment, long groupStart) => new(Type, segment, PayloadLength, metadataLength, Id, PayloadCrc, groupStart);

    public void PlacedAt(SpoolPosition position) => Position = position;

    public void Succeed()
    {
        Durable?.Invoke(Position);
        _done.SetResult(Position.Value);
    }

    public void Fail(Exception exception)
    {
        _done.TrySetException(exception);
        // Looked at, so that it does not count as unobserved.
        if (IsUnattended) _ = _done.Task.Exception;
    }

    private static int LengthOf(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        var length = 0;
        for (var index = 0; index < pieces.Count; index++) length += pieces[index].Length;
        return length;
    }

    private static uint CrcOf(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        var crc = Crc32C.Start;
        for (var index = 0; index < pieces.Count; index++) crc = Crc32C.Append(crc, pieces[index].Span);
        return ~crc;
    }
}
