namespace Standfast.Recovery.Notices;

/// <summary>What a notice tells us. In data/notices in lower case with hyphens.</summary>
public enum NoticeKind
{
    /// <summary>No rule knows it.</summary>
    Unknown,

    /// <summary>They look at us, or warn; mail still goes.</summary>
    Review,

    /// <summary>Paused, suspended, disabled, blocked, locked.</summary>
    Suspension,

    /// <summary>Others complained of us, and they ask us to answer.</summary>
    AbuseNotice,

    /// <summary>A machine-readable report of a complaint: ARF, X-ARF, SpamCop.</summary>
    Complaint,

    /// <summary>Outgoing port 25 is closed.</summary>
    PortBlocked,

    /// <summary>On a blocklist.</summary>
    Listing,

    /// <summary>A limit is reached.</summary>
    Limit,

    /// <summary>A reply of a mail server.</summary>
    Refusal,

    /// <summary>They let us send again: nothing begins with it.</summary>
    Reinstatement,
}
