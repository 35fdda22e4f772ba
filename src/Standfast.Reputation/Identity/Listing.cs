using Standfast.Reputation.Blocklists;

namespace Standfast.Reputation.Identity;

/// <summary>A blocklist's entry for one of our addresses or domains.</summary>
/// <param name="List">Id of the list.</param>
/// <param name="Subject">Address or domain of ours.</param>
/// <param name="Name">What is listed: the subject, or a domain above it.</param>
public sealed record Listing(string List, string Zone, string Subject, string Name, DateTimeOffset FirstSeen, DateTimeOffset LastSeen)
{
    public IReadOnlyList<string> Codes { get; init; } = [];

    public ListingSeverity Severity { get; init; }

    public string Meaning { get; init; } = "";

    /// <summary>The list's own text.</summary>
    public string Reason { get; init; } = "";

    /// <summary>When it was seen to be gone; null while it stands.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>What has been told of it.</summary>
    public NewsLevel Told { get; init; }
}
