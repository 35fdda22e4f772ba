namespace Standfast.Policy.Attachments;

/// <summary>An archive as its library reads it: damaged ones must not make it read for ever.</summary>
internal sealed class WatchedStream(ReadOnlyMemory<byte> content, InspectionAllowance allowance) : Stream
{
    /// <summary>Reads beyond the end; ours. Libraries ask a few times.</summary>
    private const int MaxReadsAtEnd = 1_000;

    /// <summary>Reads between two looks at the clock.</summary>
    private const int ReadsBetweenChecks = 256;

    private long _position;
    private int _reads, _readsAtEnd;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => content.Length;

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new IOException("before the beginning");
    }

    public override int Read(Span<byte> buffer)
    {
        if (++_reads % ReadsBetweenChecks == 0) allowance.Check();
        var count = (int)Math.Min(buffer.Length, Math.Max(0, content.Length - _position));
        if (count == 0)
        {
            if (++_readsAtEnd > MaxReadsAtEnd) throw new InspectionLimitException("ends before it is whole", isBomb: false);
            return 0;
        }

        content.Span.Slice((int)_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        return Read(one) == 1 ? one[0] : -1;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => content.Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
