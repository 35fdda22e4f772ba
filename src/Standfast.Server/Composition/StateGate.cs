using Standfast.Mail;
using Standfast.Queue;
using Standfast.Reputation.States;

namespace Standfast.Server.Composition;

/// <summary>Mail of senders who may not send now waits, wherever it goes. What may not go to one provider waits at its site.</summary>
internal sealed class StateGate(SendingStates states) : ISendingGate
{
    public string? WhySuppressed(Envelope envelope, EmailAddress recipient) => null;

    public GateWait? WaitFor(Envelope envelope) =>
        states.TryTake(new SenderFacts(envelope.Account, envelope.Credential, envelope.Stream, envelope.Campaign)) is { } wait ? new GateWait(wait.For, wait.Reason) : null;
}
