namespace Standfast.Recovery.Playbooks;

/// <summary>What a request can be asked to tell. In data/playbooks as <see cref="RequestFactNames.Of"/> writes it.</summary>
public enum RequestFact
{
    Organisation,

    /// <summary>With the role.</summary>
    ContactName,
    ContactMailbox,
    ContactPhone,

    /// <summary>Ours that are blocked, one a line.</summary>
    Addresses,

    /// <summary>The same with "; " between.</summary>
    AddressesJoined,
    Helo,
    ReverseNames,

    /// <summary>Of senders.</summary>
    Domains,

    /// <summary>Of DKIM, each with its domain.</summary>
    Selectors,
    Since,
    Until,
    Rejections,

    /// <summary>The counterparty's words, verbatim but for masked addresses.</summary>
    Replies,
    RecipientDomain,

    /// <summary>Whether one's own mail or others', and whether the addresses are one's own alone.</summary>
    SenderKind,
    MailKind,
    Consent,
    RootCause,

    /// <summary>What was done, by whom and when.</summary>
    Remedies,
    Prevention,

    /// <summary>Before and after.</summary>
    Figures,

    /// <summary>What the audit finds of SPF, DKIM, DMARC, names and TLS.</summary>
    Authentication,

    /// <summary>Programmes that report complaints to us.</summary>
    FeedbackLoops,

    /// <summary>Everything in plain words.</summary>
    Letter,
}
