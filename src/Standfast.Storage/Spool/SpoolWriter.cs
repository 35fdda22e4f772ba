using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Storage.Spool;

/// <summary>Takes one message's content: small content waits in RAM for the commit, large content goes to the log as it comes.</summary>
internal sealed class SpoolWriter(SegmentedSpool spool, SpoolId id, bool fromReserve) : ISpoolWriter
{
    private const int InlineBytes = 128 * 1024;
    private const int ChunkBytes = 256 * 1024;

    private readonly List<Task<long>> _chunks = [];
    private readonly List<int> _chunkLengths = [];
    private byte[] _buffer = [];
    private int _length;
    private bool _isCommitted;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        while (!content.IsEmpty)
        {
            var limit = _chunks.Count > 0 ? ChunkBytes : InlineBytes;
            if (_length >= limit)
            {
                // One chunk is on its way while the next fills; more would let a fast peer fill the RAM.
                if (_chunks.Count > 1) await _chunks[^2];
                WriteChunk();
                continue;
            }

            var taken = Math.Min(content.Length, limit - _length);
            if (_buffer.Length < _length + taken) Array.Resize(ref _buffer, Math.Min(ChunkBytes, Math.Max(_length + taken, _buffer.Length * 2)));
            content.Span[..taken].CopyTo(_buffer.AsSpan(_length));
            _length += taken;
            content = content[taken..];
        }
    }

    public async Task<CommittedMessage> CommitAsync(Envelope envelope, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> events, CancellationToken cancellationToken)
    {
        if (_chunks.Count > 0 && _length > 0) WriteChunk();
        var positions = new long[_chunks.Count];
        for (var index = 0; index < positions.Length; index++) positions[index] = await _chunks[index];
        // The head goes first; what was written before it was known stays in one piece behind it.
        var inline = new byte[head.Length + (_chunks.Count > 0 ? 0 : _length)];
        head.CopyTo(inline);
        if (_chunks.Count == 0) _buffer.AsSpan(0, _length).CopyTo(inline.AsSpan(head.Length));
        var metadata = new MessageMetadata(envelope, events.ToArray(), [.. positions.Zip(_chunkLengths)]);
        var committed = await spool.CommitAsync(metadata, inline, fromReserve);
        _isCommitted = true;
        return committed;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isCommitted) return;
        _isCommitted = true;
        if (_chunks.Count == 0) return;
        // One by one: WhenAll would leave the caller's context.
        foreach (var chunk in _chunks) await ((Task)chunk).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        spool.Forget(id);
    }

    private void WriteChunk()
    {
        _chunks.Add(spool.AppendChunkAsync(id, _buffer.AsMemory(0, _length), fromReserve));
        _chunkLengths.Add(_length);
        _buffer = new byte[ChunkBytes];
        _length = 0;
    }
}
