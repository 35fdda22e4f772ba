using Standfast.Events;
using Standfast.Mail;

namespace Standfast.Queue;

/// <summary>How one try for one recipient ended. In doubt, deferred.</summary>
public abstract record AttemptOutcome
{
    private AttemptOutcome() { }

    /// <summary>The next hop took responsibility.</summary>
    public sealed record Delivered(SmtpReply Reply) : AttemptOutcome
    {
        public Handover Handover { get; init; } = Handover.Relayed;
    }

    /// <summary>Try again later: a 4xx reply, or no answer (then the reply is ours, with the reason).</summary>
    public sealed record Deferred(SmtpReply Reply) : AttemptOutcome;

    /// <summary>Will never work: a 5xx reply about this recipient or message, NXDOMAIN, null MX.</summary>
    public sealed record Failed(SmtpReply Reply) : AttemptOutcome;

    /// <summary>Not tried: the recipient may not be written to. The sender is told by an event, not by a notification.</summary>
    public sealed record Suppressed(string Reason) : AttemptOutcome;

    /// <summary>Not tried: the message waits until a person or a rule releases it.</summary>
    public sealed record Held(string Reason) : AttemptOutcome;
}

/// <summary>Who tells the sender of a success that was asked for (RFC 3461 §5.2).</summary>
public enum Handover
{
    /// <summary>To a server without the DSN extension: we, "relayed".</summary>
    Relayed,

    /// <summary>To a server that took over what was asked.</summary>
    PassedOn,

    /// <summary>Into the mailbox: we, "delivered".</summary>
    Final,
}

/// <param name="RecipientIndex">Index into the envelope's recipients.</param>
/// <param name="Host">Where it was tried; <see cref="AttemptDetail.Number"/> is set by the queue.</param>
public sealed record AttemptResult(int RecipientIndex, AttemptOutcome Outcome, AttemptDetail Host);
