namespace Standfast.Reputation.Classification;

/// <summary>How far a reply reaches.</summary>
public enum FaultSeverity
{
    /// <summary>One recipient.</summary>
    Info,

    /// <summary>One message, or a setting to be mended.</summary>
    Warn,

    /// <summary>A limit that passes with time when we slow down.</summary>
    Throttle,

    /// <summary>Address, domain, account or tenant is blocked: sending on makes it worse, and an incident opens.</summary>
    Suspend,
}
