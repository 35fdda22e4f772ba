using System.Collections.Immutable;
using Standfast.Mail;
using Standfast.Mail.Notifications;

namespace Standfast.Queue;

/// <summary>What was agreed at acceptance. Never changes afterwards.</summary>
public sealed record Envelope(SpoolId Id, ReversePath Sender, DateTimeOffset AcceptedAt, ImmutableArray<EmailAddress> Recipients)
{
    /// <summary>Lowest and highest <see cref="Priority"/> (RFC 6710 §5).</summary>
    public const int MinPriority = -9, MaxPriority = 9;

    /// <summary>Null for mail from the MX side and for our own notifications: such mail is never answered with a DSN.</summary>
    public AccountId? Account { get; init; }

    /// <summary>User name of the credential that submitted it.</summary>
    public string? Credential { get; init; }

    /// <summary>True when the content has octets above 127: the next hop must offer 8BITMIME (RFC 6152).</summary>
    public bool Is8Bit { get; init; }

    public StreamName Stream { get; init; } = StreamName.Transactional;

    public CampaignName? Campaign { get; init; }

    /// <summary>RFC 6710: above 0 before, below 0 after the other mail of its account and stream.</summary>
    public int Priority { get; init; }

    /// <summary>No try before this (RFC 4865); null means at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Given up at this moment, if that is before the server's own limit.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>RET (RFC 3461 §4.3).</summary>
    public DsnReturn Return { get; init; }

    /// <summary>ENVID as it came, in xtext (RFC 3461 §4.4).</summary>
    public string? EnvelopeId { get; init; }

    /// <summary>One for each recipient, or empty when nothing was asked for any.</summary>
    public ImmutableArray<RecipientDsn> Notifications { get; init; } = [];

    /// <summary>Accepted, and not sent until it is released.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Where each recipient stands before anything has happened.</summary>
    public RecipientState FirstState => new(IsHeld ? RecipientStatus.Held : RecipientStatus.Queued, 0, FirstDue);

    public bool DeservesDsn => Account is not null && !Sender.IsNull;

    public DateTimeOffset FirstDue => NotBefore is { } later && later > AcceptedAt ? later : AcceptedAt;

    public RecipientDsn NotificationFor(int recipient) => Notifications.IsDefaultOrEmpty ? default : Notifications[recipient];
}
