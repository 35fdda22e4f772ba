namespace Standfast.Delivery.Shaping;

/// <summary>Whether a site that does not answer is tried.</summary>
public enum BreakerState
{
    /// <summary>It is, by all connections.</summary>
    Closed,

    /// <summary>Not before its time has come.</summary>
    Open,

    /// <summary>By one connection, which decides.</summary>
    HalfOpen,
}
