using Standfast.Events;
using Standfast.Mail;
using Standfast.Policy.Suppression;
using Standfast.Reputation.Classification;

namespace Standfast.Simulation.Internet.Servers;

/// <summary>Waits until the thread that suppresses dead addresses has done so: else one seed would not be one history.</summary>
internal sealed class SettledBounces(SuppressionList list, IReplyClassifier replies) : IEventObserver
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    public void Observe(ReadOnlySpan<MailEvent> facts)
    {
        foreach (var fact in facts)
        {
            if (fact is not { Kind: MailEventKind.Bounced, Account: { } account, Attempt: { } attempt } || !EmailAddress.TryParse(fact.Recipient, out var recipient)) continue;
            if (attempt.Phase is not ("rcpt" or "content") || fact.Detail is not { } reply || !replies.Classify(reply, attempt.Provider, attempt.Phase).EndsRecipient) continue;
            if (!SpinWait.SpinUntil(() => list.Find(account, fact.Stream, recipient) is not null, s_patience)) throw new TimeoutException($"{recipient} was not suppressed");
        }
    }
}
