using System.Runtime.CompilerServices;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Storage.Spool;

/// <summary>Content of a stored message: the end of its Message record, then its chunks. Where they are is looked up at each read.</summary>
internal sealed class SpoolContent(RecordReader reader, SpoolId id, int inlineLength, int[] chunkLengths) : IMessageContent
{
    private const int PieceBytes = 256 * 1024;

    private volatile byte[]? _memory;
    private int _start;

    public long SizeOctets { get; } = inlineLength + chunkLengths.Sum(length => (long)length);

    public ReadOnlyMemory<byte> InMemory => _memory is { } memory ? memory.AsMemory(_start, inlineLength) : default;

    /// <summary>Keeps a copy in RAM, once; only for content without chunks.</summary>
    public void Keep(ArraySegment<byte> content)
    {
        _start = content.Offset;
        _memory = content.Array;
    }

    /// <summary>From now on it is read from the disk.</summary>
    public void Drop() => _memory = null;

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_memory is { } memory)
        {
            for (var start = 0; start < inlineLength; start += PieceBytes) yield return memory.AsMemory(_start + start, Math.Min(PieceBytes, inlineLength - start));
            yield break;
        }

        // Disk reads of this runtime are synchronous below; leave the caller's thread first.
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (inlineLength > 0)
        {
            var (header, payload) = reader.Read(id, RecordType.Message) ?? throw Gone();
            for (var start = header.MetadataLength; start < payload.Length; start += PieceBytes) yield return payload.AsMemory(start, Math.Min(PieceBytes, payload.Length - start));
        }

        for (var chunk = 0; chunk < chunkLengths.Length; chunk++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var payload = (reader.Read(id, RecordType.Chunk, chunk) ?? throw Gone()).Payload;
            if (payload.Length != chunkLengths[chunk]) throw new IOException($"message {id}: a piece of the content is missing");
            yield return payload;
        }
    }

    private IOException Gone() => new($"message {id} is not in the spool any more");
}
