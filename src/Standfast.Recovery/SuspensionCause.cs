namespace Standfast.Recovery;

/// <summary>Why we were suspended. In data/remedies, the API and the CLI in lower case with hyphens.</summary>
public enum SuspensionCause
{
    /// <summary>A rule of the counterparty: consent, unsubscribing, kinds of mail.</summary>
    Policy,

    /// <summary>More than a limit.</summary>
    Limits,

    /// <summary>Somebody else sent by us.</summary>
    Compromise,

    /// <summary>A link, an attachment, the text of a message or a campaign.</summary>
    Content,

    /// <summary>Readers marked our mail as spam.</summary>
    Complaints,

    /// <summary>Spam traps: the list was bought, scraped or is old.</summary>
    ListQuality,

    /// <summary>Too many recipients that do not exist.</summary>
    Bounces,

    /// <summary>A blocklist that others ask.</summary>
    Listing,

    /// <summary>SPF, DKIM, DMARC, names in DNS, TLS.</summary>
    Authentication,

    /// <summary>A range that we are only a part of.</summary>
    Neighbour,
}
