namespace Standfast.Delivery.Shaping;

/// <summary>What was learned about a site from a source, as it outlives a restart. Null where nothing was.</summary>
public sealed record SiteMemory(string Site, string Source)
{
    /// <summary>Transactions a second.</summary>
    public double? Rate { get; init; }

    /// <summary>The lowest rate known to be refused.</summary>
    public double? Ceiling { get; init; }

    public DateTimeOffset CeilingUntil { get; init; }

    public int? Connections { get; init; }

    /// <summary>When one more connection may be tried.</summary>
    public DateTimeOffset GrowsAt { get; init; }
}
