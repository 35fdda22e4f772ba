namespace Standfast.Policy.Checks;

/// <summary>What the guard wants done with a message, weakest first: of several findings the strongest decides.</summary>
public enum GuardAction
{
    /// <summary>It goes on; the finding is only told.</summary>
    Note = 0,

    /// <summary>Accepted and kept, and not sent until a person or a rule releases it.</summary>
    Hold = 1,

    /// <summary>4xx: not now; the client keeps it and tries again.</summary>
    Defer = 2,

    /// <summary>5xx: not like this; the client is told what to change.</summary>
    Refuse = 3,
}
