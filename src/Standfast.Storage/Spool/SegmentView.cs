using Standfast.Storage.Files;

namespace Standfast.Storage.Spool;

/// <summary>A segment as it was at one moment: what was appended since is not seen. Reading only.</summary>
internal sealed class SegmentView(int number, ISpoolFile file, long end) : ISpoolFile
{
    public int Number => number;

    public long SizeBytes => end;

    public int Read(long offset, Span<byte> buffer) => offset >= end ? 0 : file.Read(offset, buffer[..(int)Math.Min(buffer.Length, end - offset)]);

    public void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pieces) => throw new NotSupportedException();

    public void Sync() => throw new NotSupportedException();

    /// <summary>The file stays open: it is another's.</summary>
    public void Dispose() { }
}
