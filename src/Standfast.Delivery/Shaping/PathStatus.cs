namespace Standfast.Delivery.Shaping;

/// <summary>How a site is spoken to from one source.</summary>
/// <param name="Reason">The reply that brought it about; null where none did.</param>
/// <param name="Until">When it changes by itself, as far as known.</param>
public sealed record PathStatus(string Source, PathState State, string? Reason, DateTimeOffset? Until)
{
    /// <summary>That stand.</summary>
    public int Connections { get; init; }

    public int ConnectionsAllowed { get; init; }

    /// <summary>Day of the source's warm-up plan at the provider, from 1; null where it is warm.</summary>
    public int? WarmupDay { get; init; }

    /// <summary>Recipients left of that day.</summary>
    public int? WarmupLeft { get; init; }

    public BreakerState Breaker { get; init; }

    /// <summary>Transactions a second; null while no limit is known.</summary>
    public double? RatePerSecond { get; init; }
}

public enum PathState
{
    Open,

    /// <summary>Refusals have shown a limit, which is kept.</summary>
    Limited,

    /// <summary>A reply asked for a low rate.</summary>
    Slowed,

    /// <summary>A reply asked for silence, or blocked us.</summary>
    Suspended,

    /// <summary>It does not answer.</summary>
    Down,
}
