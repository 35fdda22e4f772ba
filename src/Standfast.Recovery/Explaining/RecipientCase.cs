using Standfast.Events;
using Standfast.Mail;
using Standfast.Reputation.Classification;
using Standfast.Reputation.States;

namespace Standfast.Recovery.Explaining;

/// <summary>All that is known of one recipient of one message.</summary>
/// <param name="Facts">Of the message and this recipient, oldest first.</param>
public sealed record RecipientCase(SpoolId Message, string Recipient, IReadOnlyList<MailEvent> Facts)
{
    /// <summary>When it is tried next; null where it does not wait.</summary>
    public DateTimeOffset? NextAttempt { get; init; }

    public bool IsHeld { get; init; }

    /// <summary>It is in the queue.</summary>
    public bool IsQueued { get; init; }

    /// <summary>Why the recipient may not be written to, as a sentence without its subject; null where it may.</summary>
    public string? Suppression { get; init; }

    /// <summary>Sending states that keep it or slow it now, the strictest first.</summary>
    public IReadOnlyList<SendingState> States { get; init; } = [];

    /// <summary>The open incidents that these are part of.</summary>
    public IReadOnlyList<Incident> Incidents { get; init; } = [];

    /// <summary>The last reply of a remote server that decided something; null where there was none.</summary>
    public MailEvent? LastReply => Facts.LastOrDefault(fact => fact.Kind is MailEventKind.Deferred or MailEventKind.Bounced or MailEventKind.Undelivered && fact.Attempt is not null && fact.Detail is not null);

    /// <summary>What <see cref="LastReply"/> means.</summary>
    public ReplyClass? Read { get; init; }
}
