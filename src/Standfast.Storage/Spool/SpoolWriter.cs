using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Storage.Spool;

/// <summary>Takes one message's content: small content waits in RAM for the commit, large content goes to the log as it comes.</summary>
internal sealed class SpoolWriter(SegmentedSpool spool, SpoolId id, bool fromReserve) : ISpoolWriter
{
    private const int InlineBytes = 128 * 1024;
    private const int ChunkBytes = 256 * 1024;

    /// <summary>Kept free before the content for the head, which is known last: then both are in one piece without a copy.</summary>
    private const int HeadBytes = 2 * 1024;

    /// <summary>The first buffer has room for most mail.</summary>
    private const int FirstBytes = 8 * 1024;

    private readonly List<Task<long>> _chunks = [];
    private readonly List<int> _chunkLengths = [];
    private byte[] _buffer = [];
    private int _start;
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
            if (_buffer.Length == 0) (_buffer, _start) = (new byte[Math.Max(FirstBytes, HeadBytes + taken)], HeadBytes);
            if (_buffer.Length < _start + _length + taken) Array.Resize(ref _buffer, Math.Min(_start + ChunkBytes, Math.Max(_start + _length + taken, _buffer.Length * 2)));
            content.Span[..taken].CopyTo(_buffer.AsSpan(_start + _length));
            _length += taken;
            content = content[taken..];
        }
    }

    public async Task<CommittedMessage> CommitAsync(Envelope envelope, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> events, CancellationToken cancellationToken)
    {
        if (_chunks.Count > 0 && _length > 0) WriteChunk();
        var positions = new long[_chunks.Count];
        for (var index = 0; index < positions.Length; index++) positions[index] = await _chunks[index];
        var inline = WithHead(head);
        var metadata = new MessageMetadata(envelope, events.ToArray(), positions.Length == 0 ? [] : [.. positions.Zip(_chunkLengths)]);
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

    /// <summary>The head goes first; what was written to the log before it was known stays in one piece behind it.</summary>
    private ArraySegment<byte> WithHead(ReadOnlyMemory<byte> head)
    {
        if (_chunks.Count > 0) return head.ToArray();
        if (head.Length > _start)
        {
            var moved = new byte[head.Length + _length];
            _buffer.AsSpan(_start, _length).CopyTo(moved.AsSpan(head.Length));
            (_buffer, _start) = (moved, head.Length);
        }

        _start -= head.Length;
        head.CopyTo(_buffer.AsMemory(_start));
        return new ArraySegment<byte>(_buffer, _start, head.Length + _length);
    }

    private void WriteChunk()
    {
        _chunks.Add(spool.AppendChunkAsync(id, _buffer.AsMemory(_start, _length), fromReserve));
        _chunkLengths.Add(_length);
        _buffer = new byte[ChunkBytes];
        (_start, _length) = (0, 0);
    }
}
