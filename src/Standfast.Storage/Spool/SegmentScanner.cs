using Standfast.Storage.Files;

namespace Standfast.Storage.Spool;

/// <param name="Payload">For as long as no other record is asked for.</param>
internal readonly record struct ScannedRecord(RecordHeader Header, long Offset, ReadOnlyMemory<byte> Payload);

/// <summary>Reads the records of a segment in order, over damage.</summary>
internal sealed class SegmentScanner(int number, ISpoolFile file)
{
    private const int Alignment = 8;
    private const int ProbeBytes = 64 * 1024;

    /// <summary>Read ahead in one go, since most records are short; ours.</summary>
    private const int WindowBytes = 64 * 1024;

    private byte[] _window = [];
    private long _windowStart;
    private int _windowLength;

    /// <summary>After the last good record.</summary>
    public long End { get; private set; } = Segment.HeaderLength;

    /// <summary>Places where records had been and are unreadable, with good records after them.</summary>
    public List<(long Offset, long Length)> Damage { get; } = [];

    /// <summary>Places of states that are not counted: see <see cref="Scan"/>.</summary>
    public List<(long Offset, long Length)> Torn { get; } = [];

    /// <summary>
    /// All good records, but states that follow a gap within the segment's last group. Power was lost before that group was durable:
    /// what it says of messages was told to nobody, and counted alone, a later state would hide that an earlier one is missing with
    /// its facts. A message or a chunk hides nothing, and is kept. In a group that another one follows, a gap is damage done later.
    /// </summary>
    public IEnumerable<ScannedRecord> Scan()
    {
        var broken = RecordHeader.UnknownGroup;
        var held = new List<ScannedRecord>();
        foreach (var record in ScanAll())
        {
            var group = record.Header.GroupStart;
            if (group != broken || group == RecordHeader.UnknownGroup)
            {
                foreach (var earlier in held) yield return earlier;
                held.Clear();
                broken = RecordHeader.UnknownGroup;
            }

            if (group != RecordHeader.UnknownGroup && Damage.Count > 0 && Damage[^1].Offset + Damage[^1].Length == record.Offset && group <= Damage[^1].Offset) broken = group;
            if (broken == RecordHeader.UnknownGroup) yield return record;
            else held.Add(record with { Payload = record.Payload.ToArray() });
        }

        foreach (var record in held)
        {
            if (record.Header.Type == RecordType.State) Torn.Add((record.Offset, record.Header.PaddedLength));
            else yield return record;
        }
    }

    private IEnumerable<ScannedRecord> ScanAll()
    {
        var size = file.SizeBytes;
        var offset = (long)Segment.HeaderLength;
        while (offset + RecordHeader.Length <= size)
        {
            if (TryReadAt(offset, size, out var record))
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

    private bool TryReadAt(long offset, long size, out ScannedRecord record)
    {
        record = default;
        var bytes = Read(offset, RecordHeader.Length);
        if (bytes.Length < RecordHeader.Length || !RecordHeader.TryRead(bytes.Span, number, out var header)) return false;
        if (offset + header.PaddedLength > size) return false;
        var payload = Read(offset + RecordHeader.Length, header.PayloadLength);
        if (payload.Length < header.PayloadLength || Crc32C.Compute(payload.Span) != header.PayloadCrc) return false;
        record = new ScannedRecord(header, offset, payload);
        return true;
    }

    /// <returns>For as long as nothing else is read; shorter at the end of the file.</returns>
    private ReadOnlyMemory<byte> Read(long offset, int length)
    {
        if (length > WindowBytes)
        {
            var large = new byte[length];
            return large.AsMemory(0, file.Read(offset, large));
        }

        if (offset < _windowStart || offset + length > _windowStart + _windowLength)
        {
            if (_window.Length == 0) _window = new byte[WindowBytes];
            (_windowStart, _windowLength) = (offset, 0);
            _windowLength = file.Read(offset, _window);
        }

        var start = (int)(offset - _windowStart);
        return _window.AsMemory(start, Math.Min(length, _windowLength - start));
    }

    private long? FindNext(long from, long size)
    {
        var probe = new byte[ProbeBytes + RecordHeader.Length];
        for (var at = from; at + RecordHeader.Length <= size; at += ProbeBytes)
        {
            var read = file.Read(at, probe);
            for (var index = 0; index + RecordHeader.Length <= read && index < ProbeBytes; index += Alignment)
            {
                var magic = probe.AsSpan(index).IndexOf(RecordHeader.Mark);
                if (magic < 0) break;
                index += magic;
                if (index % Alignment == 0 && index + RecordHeader.Length <= read
                    && TryReadAt(at + index, size, out _)) return at + index;
                index -= index % Alignment;
            }
        }

        return null;
    }
}
