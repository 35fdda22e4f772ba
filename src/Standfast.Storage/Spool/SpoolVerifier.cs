using Standfast.Mail;
using Standfast.Queue;
using Standfast.Storage.Files;

namespace Standfast.Storage.Spool;

/// <summary>Reads every record and changes nothing.</summary>
public static class SpoolVerifier
{
    /// <summary>Checks a spool that no server uses.</summary>
    /// <exception cref="IOException">The disk cannot be read.</exception>
    /// <exception cref="NewerFormatException">A newer server wrote here.</exception>
    public static SpoolVerification Run(ISpoolDirectory directory)
    {
        using var segments = SegmentSnapshot.Of(directory);
        return Run(segments.Segments, CancellationToken.None);
    }

    internal static SpoolVerification Run(IReadOnlyList<SegmentView> segments, CancellationToken cancellationToken)
    {
        long size = 0, records = 0, messages = 0, damaged = 0;
        var undone = new HashSet<SpoolId>();
        foreach (var segment in segments)
        {
            var scanner = new SegmentScanner(segment.Number, segment);
            foreach (var record in scanner.Scan())
            {
                cancellationToken.ThrowIfCancellationRequested();
                records++;
                var id = record.Header.Id;
                if (record.Header.Type == RecordType.Message && undone.Add(id)) messages++;
                else if (record.Header.Type == RecordType.State && SpoolIndex.IsDone(StateCodec.Decode(record.Payload.Span[..record.Header.MetadataLength]))) undone.Remove(id);
            }

            size += scanner.End;
            damaged += scanner.Damage.Count;
        }

        return new SpoolVerification(segments.Count, size, records, messages, undone.Count, damaged);
    }
}
