using Standfast.Mail;
using Standfast.Policy.Suppression;
using Standfast.Queue;

namespace Standfast.Server.Composition;

/// <summary>Keeps queued mail from recipients who may not be written to any more. Mail that came in from elsewhere, and reports to senders, always go.</summary>
internal sealed class SuppressionGate(SuppressionList list) : ISendingGate
{
    public string? WhySuppressed(Envelope envelope, EmailAddress recipient) =>
        envelope.Account is { } account && list.Find(account, envelope.Stream, recipient) is { } hit ? hit.ToString() : null;
}
