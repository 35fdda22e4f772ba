using Standfast.Mail;

namespace Standfast.Events;

/// <summary>What happened to one recipient of one message (or, for <see cref="MailEventKind.Accepted"/>, to the message).</summary>
public enum MailEventKind
{
    Accepted = 1,
    Delivered = 2,
    Deferred = 3,
    Bounced = 4,
    Expired = 5,
    Held = 6,
    Released = 7,
    Quarantined = 8,
    Rerouted = 9,

    /// <summary>After delivery something came back to the signed return path: a report of a bounce, mostly.</summary>
    Returned = 10,

    /// <summary>Not sent to a recipient who may not be written to: unsubscribed, or on a suppression list.</summary>
    Suppressed = 11,
}

/// <summary>
/// A fact about mail. Written once, never changed. Every <c>Delivered</c>, <c>Deferred</c> and <c>Bounced</c> event that
/// came of a try at delivery carries that <see cref="Attempt"/>; the timeline shows it as "attempted" before its outcome.
/// </summary>
public sealed record MailEvent(SpoolId Message, DateTimeOffset At, MailEventKind Kind)
{
    public string? Recipient { get; init; }

    public string? Sender { get; init; }

    public AccountId? Account { get; init; }

    /// <summary>User name of the credential that submitted the message; null where there was none.</summary>
    public string? Credential { get; init; }

    /// <summary>Null for facts from before streams were recorded.</summary>
    public StreamName? Stream { get; init; }

    public CampaignName? Campaign { get; init; }

    /// <summary>One sentence: the raw remote reply, or our own reason.</summary>
    public string? Detail { get; init; }

    public AttemptDetail? Attempt { get; init; }
}

/// <summary>How one try went: where to, from where, and how the line was secured.</summary>
/// <param name="Number">1 for the first try of this recipient.</param>
/// <param name="RemoteHost">MX host name, LMTP endpoint, or "maildir".</param>
/// <param name="RemoteAddress">Address and port, where a connection was made.</param>
/// <param name="Tls">For example "TLSv1.3 TLS_AES_256_GCM_SHA384"; null for plain text.</param>
/// <param name="Phase">The phase of the transaction that decided: connect, greeting, ehlo, starttls, auth, mail, rcpt, data, content.</param>
public sealed record AttemptDetail(int Number, string RemoteHost, string? RemoteAddress, string? Tls, string Phase)
{
    /// <summary>Name of the egress source; null where no connection was tried, and for facts from before it was recorded.</summary>
    public string? Source { get; init; }

    /// <summary>
    /// Name of the provider by its MX hosts, as in data/providers; for one that is not described there the name of its site. Null for our own
    /// arrangements (smart host, LMTP, local mailboxes) and where it is not known.
    /// </summary>
    public string? Provider { get; init; }

    /// <summary>Of an outcome that no try brought about.</summary>
    public static AttemptDetail None { get; } = new(0, "", null, null, "");
}
