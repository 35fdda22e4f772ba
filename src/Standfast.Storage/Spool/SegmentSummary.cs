using System.Buffers.Binary;
using Standfast.Storage.Files;

namespace Standfast.Storage.Spool;

/// <summary>
/// What the index needs of a segment, without its content: derived from the log and never trusted over it. It is kept beside the
/// sealed segment, so that a start need not read the log; a missing or damaged file is made anew.
/// </summary>
/// <param name="End">After the last good record of the segment.</param>
/// <param name="DamagedRanges">Unreadable octets with good records after them, when it was made.</param>
/// <param name="Body">For <see cref="SummaryReader"/>.</param>
internal sealed record SegmentSummary(int Segment, int Generation, long End, int DamagedRanges, ReadOnlyMemory<byte> Body)
{
    public const string Suffix = ".idx";

    private const int HeaderLength = 64;
    private const int Version = 2;

    public static string NameOf(int number) => Path.ChangeExtension(Spool.Segment.NameOf(number), Suffix);

    /// <summary>Reads every record and checks it.</summary>
    /// <exception cref="IOException">The disk cannot be read.</exception>
    public static SegmentSummary Scan(Segment segment, out SegmentScanner scanner)
    {
        var writer = new SummaryWriter();
        scanner = new SegmentScanner(segment.Number, segment.File);
        foreach (var record in scanner.Scan()) writer.Add(record.Header, record.Offset, record.Payload.Span[..record.Header.MetadataLength]);
        return new SegmentSummary(segment.Number, segment.Generation, scanner.End, scanner.Damage.Count, writer.ToBody());
    }

    /// <summary>The stored summary, when it is whole and of this very segment file.</summary>
    /// <param name="buffer">Holds the body until the next call; grows as needed, so that many summaries leave no garbage.</param>
    public static SegmentSummary? TryLoad(ISpoolDirectory directory, Segment segment, ref byte[] buffer)
    {
        try
        {
            using var file = directory.Open(NameOf(segment.Number));
            return Read(file, segment, ref buffer);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Stores it beside its segment. A crash leaves it whole, or visibly not.</summary>
    /// <exception cref="IOException">It could not be stored; the log does not need it.</exception>
    public void Save(ISpoolDirectory directory)
    {
        var header = new byte[HeaderLength];
        "SFINDEX\n"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), Segment);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), Generation);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(20), End);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), DamagedRanges);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(32), Body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), Crc32C.Compute(Body.Span));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(44), Crc32C.Compute(header.AsSpan(0, 44)));
        using var file = directory.Create(NameOf(Segment), HeaderLength + Body.Length);
        file.Write(0, [header, Body]);
        file.Sync();
    }

    private static SegmentSummary? Read(ISpoolFile file, Segment segment, ref byte[] buffer)
    {
        var header = new byte[HeaderLength];
        if (file.Read(0, header) < HeaderLength || !header.AsSpan(0, 8).SequenceEqual("SFINDEX\n"u8)) return null;
        if (BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(44)) != Crc32C.Compute(header.AsSpan(0, 44))) return null;
        if (ReadNumber(header, 8) != Version || ReadNumber(header, 12) != segment.Number || ReadNumber(header, 16) != segment.Generation) return null;
        var length = ReadNumber(header, 32);
        if (buffer.Length < length) buffer = new byte[length + (length / 4)];
        var body = buffer.AsMemory(0, length);
        if (file.Read(HeaderLength, body.Span) < length || Crc32C.Compute(body.Span) != BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(40))) return null;
        var end = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(20));
        return end <= segment.File.SizeBytes ? new SegmentSummary(segment.Number, segment.Generation, end, ReadNumber(header, 28), body) : null;
    }

    private static int ReadNumber(byte[] header, int offset) => BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(offset));
}
