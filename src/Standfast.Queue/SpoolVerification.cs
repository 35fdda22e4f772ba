namespace Standfast.Queue;

/// <summary>What a check of every record found.</summary>
/// <param name="Messages">Message records, done or not.</param>
/// <param name="Undone">Messages that still have a recipient to serve.</param>
/// <param name="DamagedRanges">Unreadable octets with good records after them.</param>
public sealed record SpoolVerification(int Segments, long SizeBytes, long Records, long Messages, long Undone, long DamagedRanges)
{
    public bool IsSound => DamagedRanges == 0;
}
