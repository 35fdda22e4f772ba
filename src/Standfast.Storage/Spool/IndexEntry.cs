using System.Collections.Immutable;

namespace Standfast.Storage.Spool;

/// <summary>Where an undone message's records are.</summary>
internal sealed class IndexEntry(SpoolPosition message, ImmutableArray<int> chunkSegments)
{
    public SpoolPosition Message { get; } = message;

    /// <summary>Segment of each chunk of large content.</summary>
    public ImmutableArray<int> ChunkSegments { get; } = chunkSegments;

    /// <summary>The newest states; null while they are as at acceptance.</summary>
    public SpoolPosition? State { get; set; }
}
