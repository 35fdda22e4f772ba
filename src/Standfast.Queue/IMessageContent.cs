namespace Standfast.Queue;

/// <summary>The bytes of an accepted message: header and body with CRLF line ends, not dot-stuffed, ending in CRLF.</summary>
public interface IMessageContent
{
    long SizeOctets { get; }

    /// <summary>
    /// Yields the content in order, in pieces of at most 256 KiB. A piece is valid until the next is asked for.
    /// Throws <see cref="IOException"/> when the spool cannot be read or a checksum is wrong.
    /// </summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>The whole content when it is in memory as one piece (small messages on their first attempt), else empty.</summary>
    ReadOnlyMemory<byte> InMemory { get; }
}
