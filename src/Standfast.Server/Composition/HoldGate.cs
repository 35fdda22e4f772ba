using Standfast.Mail;
using Standfast.Policy.Compromise;
using Standfast.Queue;

namespace Standfast.Server.Composition;

/// <summary>What was accepted before its sender was held stops before its next attempt.</summary>
internal sealed class HoldGate(SenderWatch watch) : ISendingGate
{
    public string? WhySuppressed(Envelope envelope, EmailAddress recipient) => null;

    public string? WhyHeld(Envelope envelope) => watch.WhyHeld(envelope.Account, envelope.Credential, envelope.Stream, envelope.Campaign, envelope.AcceptedAt);
}
