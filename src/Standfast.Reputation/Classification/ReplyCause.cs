namespace Standfast.Reputation.Classification;

/// <summary>Why a remote side did not take a message, or gave it back. The names, in lower case with hyphens, are those of data/replies.</summary>
public enum ReplyCause
{
    /// <summary>No rule knows it, or none of the others.</summary>
    Other,

    /// <summary>Too many messages, recipients or connections in a time.</summary>
    RateLimit,

    /// <summary>An address or domain of ours stands on a blocklist.</summary>
    Blocklist,

    /// <summary>Our address is not trusted, or blocked by the provider itself.</summary>
    IpReputation,

    /// <summary>Our domain is not trusted, or blocked by the provider itself.</summary>
    DomainReputation,

    /// <summary>The mailbox does not exist.</summary>
    NoSuchUser,

    /// <summary>The mailbox exists and takes no mail.</summary>
    MailboxDisabled,

    MailboxFull,

    /// <summary>The message looks like spam.</summary>
    SpamContent,

    /// <summary>A link of the message.</summary>
    PhishingUrl,

    Malware,

    /// <summary>Recipients marked our mail as spam.</summary>
    Complaint,

    AuthSpf,

    AuthDkim,

    AuthDmarc,

    /// <summary>Our address has no name, or one that does not lead back.</summary>
    PtrMissing,

    /// <summary>Our address is, or is thought to be, one of a dial-up range.</summary>
    DynamicIp,

    /// <summary>A name of ours or theirs does not resolve.</summary>
    Dns,

    TlsRequired,

    /// <summary>A new sender is asked to try again: no fault of anybody's.</summary>
    Greylist,

    /// <summary>The peer takes no mail for that recipient, or not from us.</summary>
    RelayDenied,

    /// <summary>Commands, parameters or the form of the message.</summary>
    Protocol,

    /// <summary>The message is too large.</summary>
    Size,

    /// <summary>An upstream relay has suspended our account.</summary>
    AccountSuspendedByProvider,

    /// <summary>An upstream relay's limit for our account.</summary>
    SendingLimitExceeded,
}
