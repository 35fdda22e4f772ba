namespace Standfast.Recovery.Requests;

/// <summary>How far one step of a remedy is.</summary>
public enum RemedyLineState
{
    /// <summary>Its check passes.</summary>
    Done,

    /// <summary>No check can tell; a person says that it is done.</summary>
    Attested,

    /// <summary>Its check fails, or nobody has said that it is done.</summary>
    Failing,

    /// <summary>A person has decided to ask without it, for a reason that the request tells.</summary>
    Overridden,
}
