namespace Standfast.Recovery;

/// <summary>How a step of a checklist stands.</summary>
public enum RemedyState
{
    Open,

    /// <summary>Its check says that it is not done.</summary>
    Failing,

    /// <summary>Its check passes.</summary>
    Done,

    /// <summary>A named person says that it is done.</summary>
#pragma warning disable CA1720 // It is the word of the trade; no number is meant.
    Signed,
#pragma warning restore CA1720

    /// <summary>A request may go out all the same; it then says so.</summary>
    Overridden,
}
