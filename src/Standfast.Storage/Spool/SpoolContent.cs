using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Standfast.Queue;

namespace Standfast.Storage.Spool;

/// <summary>Content of a stored message: a slice of its Message record, then its chunks.</summary>
internal sealed class SpoolContent(
    RecordReader reader, SpoolPosition message, int metadataLength, int inlineLength, ImmutableArray<(long Position, int Length)> chunks) : IMessageContent
{
    private const int PieceBytes = 256 * 1024;

    private byte[]? _memory;

    public long SizeOctets { get; } = inlineLength + chunks.Sum(chunk => (long)chunk.Length);

    public ReadOnlyMemory<byte> InMemory => _memory;

    /// <summary>Keeps a copy in RAM; only for content without chunks.</summary>
    public void Keep(byte[] content) => _memory = content;

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_memory is not null)
        {
            for (var start = 0; start < _memory.Length; start += PieceBytes) yield return _memory.AsMemory(start, Math.Min(PieceBytes, _memory.Length - start));
            yield break;
        }

        // Disk reads of this runtime are synchronous below; leave the caller's thread first.
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (inlineLength > 0)
        {
            var payload = reader.ReadPayload(message, RecordType.Message);
            for (var start = metadataLength; start < payload.Length; start += PieceBytes) yield return payload.AsMemory(start, Math.Min(PieceBytes, payload.Length - start));
        }

        foreach (var (position, _) in chunks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return reader.ReadPayload(new SpoolPosition(position), RecordType.Chunk);
        }
    }
}
