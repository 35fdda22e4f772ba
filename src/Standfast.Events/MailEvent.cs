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

    /// <summary>A genuine report says that the recipient did not get what the next server had taken; the detail is the remote diagnosis.</summary>
    Undelivered = 12,

    /// <summary>The recipient marked the message as spam, by a genuine report of the recipient's provider.</summary>
    Complained = 13,

    /// <summary>The recipient asked to get no more of the stream, or of the account.</summary>
    Unsubscribed = 14,

    /// <summary>The message was shown, or a machine looked at it: <see cref="MailEvent.IsMachine"/>.</summary>
    Opened = 15,

    /// <summary>A link of the message was followed, by a person or a machine: <see cref="MailEvent.IsMachine"/>.</summary>
    Clicked = 16,
}

/// <summary>
/// A fact about mail. Written once, never changed. Every <c>Delivered</c>, <c>Deferred</c> and <c>Bounced</c> event that
/// came of a try at delivery carries that <see cref="Attempt"/>; the timeline shows it as "attempted" before its outcome. What follows a
/// delivery (<see cref="FollowUp"/>) carries the attempt that delivered, so that it counts for that source and provider.
/// </summary>
public sealed record MailEvent(SpoolId Message, DateTimeOffset At, MailEventKind Kind)
{
    /// <summary>What the <see cref="Detail"/> of an open or click begins with that no person made; the reason follows.</summary>
    public const string MachinePrefix = "machine: ";

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

    /// <summary>An open or click by a proxy, a scanner or the like: it says nothing of the recipient.</summary>
    public bool IsMachine => Kind is MailEventKind.Opened or MailEventKind.Clicked && Detail?.StartsWith(MachinePrefix, StringComparison.Ordinal) == true;

    /// <summary>It came after delivery: its <see cref="Attempt"/> is an earlier one.</summary>
    public bool IsFollowUp => Kind is MailEventKind.Undelivered or MailEventKind.Complained or MailEventKind.Unsubscribed or MailEventKind.Opened or MailEventKind.Clicked;
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
