using Standfast.Mail;
using Standfast.Storage.Files;

namespace Standfast.Storage.Spool;

/// <summary>Reads records of undone messages back and checks them. May be called concurrently.</summary>
internal sealed class RecordReader(SpoolIndex index)
{
    /// <returns>Null when the message is done, unknown, or has no record of that type.</returns>
    /// <param name="chunk">Which chunk, for that type.</param>
    /// <exception cref="IOException">Missing or damaged.</exception>
    public (RecordHeader Header, byte[] Payload)? Read(SpoolId id, RecordType type, int chunk = 0)
    {
        var last = default(SpoolPosition);
        while (index.TryLocate(id, type, chunk, out var position, out var file))
        {
            try
            {
                if (TryRead(file, position, id, type, out var header, out var payload)) return (header, payload);
                // While its segment was rewritten the record may have moved: then it is elsewhere now.
                if (position == last) throw Damaged(position);
            }
            catch (ObjectDisposedException)
            {
                // The file was replaced after it was looked up.
            }

            last = position;
        }

        return null;
    }

    private static bool TryRead(ISpoolFile file, SpoolPosition position, SpoolId id, RecordType type, out RecordHeader header, out byte[] payload)
    {
        payload = [];
        Span<byte> bytes = stackalloc byte[RecordHeader.Length];
        if (file.Read(position.Offset, bytes) < bytes.Length || !RecordHeader.TryRead(bytes, position.Segment, out header) || header.Type != type || header.Id != id)
        {
            header = default;
            return false;
        }

        payload = new byte[header.PayloadLength];
        return file.Read(position.Offset + RecordHeader.Length, payload) == payload.Length && Crc32C.Compute(payload) == header.PayloadCrc;
    }

    private static IOException Damaged(SpoolPosition position) =>
        new($"the record at {Segment.NameOf(position.Segment)}:{position.Offset} is damaged; \"standfast spool verify\" lists all such records");
}
