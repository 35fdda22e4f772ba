namespace Standfast.Storage.Spool;

/// <summary>Reads single records back and checks them. May be called concurrently.</summary>
internal sealed class RecordReader(SegmentSet segments)
{
    /// <exception cref="IOException">Missing, damaged, or not of that type.</exception>
    public byte[] ReadPayload(SpoolPosition position, RecordType type) => Read(position, type).Payload;

    public (RecordHeader Header, byte[] Payload) Read(SpoolPosition position, RecordType type)
    {
        var file = segments.FileOf(position.Segment);
        Span<byte> bytes = stackalloc byte[RecordHeader.Length];
        if (file.Read(position.Offset, bytes) < bytes.Length || !RecordHeader.TryRead(bytes, position.Segment, out var header) || header.Type != type)
            throw Damaged(position);
        var payload = new byte[header.PayloadLength];
        if (file.Read(position.Offset + RecordHeader.Length, payload) < payload.Length || Crc32C.Compute(payload) != header.PayloadCrc) throw Damaged(position);
        return (header, payload);
    }

    private static IOException Damaged(SpoolPosition position) =>
        new($"the record at {Segment.NameOf(position.Segment)}:{position.Offset} is damaged; \"standfast spool verify\" lists all such records");
}
