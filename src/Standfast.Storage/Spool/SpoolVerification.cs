using Standfast.Mail;
using Standfast.Storage.Files;

namespace Standfast.Storage.Spool;

/// <summary>What a check of every record found.</summary>
/// <param name="Messages">Message records, done or not.</param>
/// <param name="Undone">Messages that still have a recipient to serve.</param>
/// <param name="DamagedRanges">Unreadable octets with good records after them.</param>
public sealed record SpoolVerification(int Segments, long Records, long Messages, long Undone, long DamagedRanges)
{
    public bool IsSound => DamagedRanges == 0;

    /// <summary>Reads every record of a spool that no server is using, and changes nothing.</summary>
    /// <exception cref="IOException">The disk cannot be read.</exception>
    public static SpoolVerification Run(ISpoolDirectory directory)
    {
        var segments = 0;
        long records = 0, damaged = 0;
        var undone = new HashSet<SpoolId>();
        var messages = 0L;
        foreach (var name in directory.List())
        {
            if (!Segment.TryParseName(name, out var number)) continue;
            using var file = directory.Open(name);
            if (Segment.ReadVersion(file, number) is null) continue;
            segments++;
            var scanner = new SegmentScanner(number, file);
            foreach (var record in scanner.Scan())
            {
                records++;
                var id = record.Header.Id;
                if (record.Header.Type == RecordType.Message && ++messages > 0) undone.Add(id);
                else if (record.Header.Type == RecordType.State && SpoolIndex.IsDone(StateCodec.Decode(record.Payload.AsSpan(0, record.Header.MetadataLength)))) undone.Remove(id);
            }

            damaged += scanner.Damage.Count;
        }

        return new SpoolVerification(segments, records, messages, undone.Count, damaged);
    }
}
