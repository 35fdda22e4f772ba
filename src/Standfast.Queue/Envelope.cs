using System.Collections.Immutable;
using Standfast.Mail;

namespace Standfast.Queue;

/// <summary>What was agreed at acceptance. Never changes afterwards.</summary>
public sealed record Envelope(SpoolId Id, ReversePath Sender, DateTimeOffset AcceptedAt, ImmutableArray<EmailAddress> Recipients)
{
    /// <summary>Null for mail from the MX side and for our own notifications: such mail is never answered with a DSN.</summary>
    public AccountId? Account { get; init; }

    /// <summary>User name of the credential that submitted it.</summary>
    public string? Credential { get; init; }

    /// <summary>True when the content has octets above 127: the next hop must offer 8BITMIME (RFC 6152).</summary>
    public bool Is8Bit { get; init; }

    public bool DeservesDsn => Account is not null && !Sender.IsNull;
}
