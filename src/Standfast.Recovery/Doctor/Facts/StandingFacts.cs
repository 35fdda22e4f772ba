namespace Standfast.Recovery.Doctor.Facts;

/// <summary>What the world says of us.</summary>
public sealed record StandingFacts
{
    public IReadOnlyList<ListedName> Listings { get; init; } = [];

    /// <summary>Ids and sentences of incidents that are not over.</summary>
    public IReadOnlyList<(string Id, string Text)> Incidents { get; init; } = [];

    /// <summary>Mail that may not be sent at the moment: what, and why.</summary>
    public IReadOnlyList<(string Key, string Reason)> Paused { get; init; } = [];

    public IReadOnlyList<(string Key, string Reason)> Slowed { get; init; } = [];

    /// <summary>Lists whose answers cannot be trusted, and why.</summary>
    public IReadOnlyList<(string List, string Problem)> UntrustedLists { get; init; } = [];

    /// <summary>Lists that are asked.</summary>
    public int AskedLists { get; init; }

    /// <summary>Of the last 7 days; null where they could not be read.</summary>
    public MailCounts? Counts { get; init; }
}
