namespace Standfast.Recovery.Doctor;

/// <summary>What a check came to.</summary>
public enum CheckStatus
{
    Ok,

    /// <summary>It could not be looked at; the cause says why.</summary>
    Skipped,

    /// <summary>It will hurt, or does a little.</summary>
    Warn,

    /// <summary>It hurts now: mail is lost, refused or open to others.</summary>
    Fail,
}
