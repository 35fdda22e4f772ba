using Standfast.Storage.Files;

namespace Standfast.Storage.Spool;

/// <param name="Payload">Null when its checksum is wrong.</param>
internal readonly record struct ScannedRecord(RecordHeader Header, long Offset, byte[]? Payload);

/// <summary>Reads the records of a segment in order, over damage.</summary>
internal sealed class SegmentScanner(int number, ISpoolFile file)
{
    private const int Alignment = 8;
    private const int ProbeBytes = 64 * 1024;

    /// <summary>After the last good record.</summary>
    public long End { get; private set; } = Segment.HeaderLength;

    /// <summary>Places where records had been and are unreadable, with good records after them.</summary>
    public List<(long Offset, long Length)> Damage { get; } = [];

    public IEnumerable<ScannedRecord> Scan()
    {
        var size = file.SizeBytes;
        var offset = (long)Segment.HeaderLength;
        var bytes = new byte[RecordHeader.Length];
        while (offset + RecordHeader.Length <= size)
        {
            if (TryReadAt(offset, size, bytes, out var record))
            {
                if (offset > End) Damage.Add((End, offset - End));
                offset += record.Header.PaddedLength;
                End = offset;
                yield return record;
                continue;
            }

            // A torn tail has nothing good after it; damage has.
            if (FindNext(offset + Alignment, size) is not { } next) yield break;
            offset = next;
        }
    }

    private bool TryReadAt(long offset, long size, byte[] bytes, out ScannedRecord record)
    {
        record = default;
        if (file.Read(offset, bytes) < bytes.Length || !RecordHeader.TryRead(bytes, number, out var header)) return false;
        if (offset + header.PaddedLength > size) return false;
        var payload = new byte[header.PayloadLength];
        if (file.Read(offset + RecordHeader.Length, payload) < payload.Length || Crc32C.Compute(payload) != header.PayloadCrc) return false;
        record = new ScannedRecord(header, offset, payload);
        return true;
    }

    private long? FindNext(long from, long size)
    {
        var probe = new byte[ProbeBytes + RecordHeader.Length];
        for (var at = from; at + RecordHeader.Length <= size; at += ProbeBytes)
        {
            var read = file.Read(at, probe);
            for (var index = 0; index + RecordHeader.Length <= read && index < ProbeBytes; index += Alignment)
            {
                var magic = probe.AsSpan(index).IndexOf("SFR1"u8);
                if (magic < 0) break;
                index += magic;
                if (index % Alignment == 0 && index + RecordHeader.Length <= read
                    && TryReadAt(at + index, size, new byte[RecordHeader.Length], out _)) return at + index;
                index -= index % Alignment;
            }
        }

        return null;
    }
}
