using System.Net;

namespace Standfast.Policy.Scanners;

/// <summary>A message as a scanner gets it.</summary>
/// <param name="Content">Header section, empty line, body.</param>
/// <param name="Sender">Of the envelope; empty for the null reverse path.</param>
/// <param name="QueueId">For the scanner's log.</param>
public sealed record ScanRequest(ReadOnlyMemory<byte> Content, string Sender, IReadOnlyList<string> Recipients, string QueueId)
{
    /// <summary>Null where the transport has no addresses.</summary>
    public IPAddress? Client { get; init; }

    /// <summary>Name in EHLO; null where it is not known.</summary>
    public string? Helo { get; init; }

    /// <summary>Who authenticated; null on the MX side.</summary>
    public string? User { get; init; }
}
