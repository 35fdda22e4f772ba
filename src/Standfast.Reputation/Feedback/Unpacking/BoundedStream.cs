namespace Standfast.Reputation.Feedback.Unpacking;

/// <summary>Reads another stream up to a limit, where it throws: what unpacks to more is no report. Optionally also bounds how far apart two "&lt;" may be, and so the largest tag of XML, for none can stand inside of one.</summary>
internal sealed class BoundedStream(Stream source, long maxOctets, int? maxGapOctets = null) : Stream
{
    private long _read;
    private int _gap;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var count = source.Read(buffer);
        _read += count;
        if (_read > maxOctets) throw new InvalidDataException($"it unpacks to more than {maxOctets} octets");
        if (maxGapOctets is { } maxGap) Measure(buffer[..count], maxGap);
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) source.Dispose();
        base.Dispose(disposing);
    }

    private void Measure(ReadOnlySpan<byte> read, int maxGap)
    {
        while (!read.IsEmpty)
        {
            var end = read.IndexOf((byte)'<');
            _gap += end < 0 ? read.Length : end;
            if (_gap > maxGap) throw new InvalidDataException($"a tag or text is longer than {maxGap} octets");
            if (end < 0) return;
            _gap = 0;
            read = read[(end + 1)..];
        }
    }
}
