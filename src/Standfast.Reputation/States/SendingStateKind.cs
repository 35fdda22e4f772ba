namespace Standfast.Reputation.States;

/// <summary>How much may be sent, weakest restriction first: of several states that cover the same mail the last one counts.</summary>
public enum SendingStateKind
{
    Open = 0,

    /// <summary>Some messages an hour: a limit was met, or sending is being resumed.</summary>
    Slowed = 1,

    /// <summary>Nothing until a time; then it is resumed by a probe and a ramp.</summary>
    Paused = 2,

    /// <summary>Nothing until a person resumes it.</summary>
    Held = 3,
}
