using Standfast.Events;
using Standfast.Mail;
using Standfast.Mail.ReturnPaths;

namespace Standfast.Reception;

/// <summary>
/// What comes back to a signed return path: it goes on to the address that the message was submitted with, and is a fact about that message.
/// Whoever got a message may write to its return path, so that each takes only so much for so long. May be called concurrently.
/// </summary>
public sealed class ReturnedMail(ReturnPathSigner signer, IEventLog events, TimeProvider time)
{
    /// <summary>A week held, five days in our queue and five in another's are far below this; ours.</summary>
    private static readonly TimeSpan s_maxAge = TimeSpan.FromDays(60);

    /// <summary>Of one message; ours. A report for each of its recipients comes by a return path of its own or within this.</summary>
    private const int MaxReturns = 100;

    internal DomainName Domain => signer.Domain;

    /// <summary>Null for an address that we did not make, whose time is over, which had too much mail, or whose message is not known any more.</summary>
    internal async ValueTask<ReturnedTo?> FindAsync(EmailAddress address, CancellationToken cancellationToken)
    {
        if (signer.Verify(address) is not { } claim || time.GetUtcNow() - claim.Message.CreatedAt > s_maxAge) return null;
        var facts = await events.ForMessageAsync(claim.Message, cancellationToken);
        if (facts.Count(fact => fact.Kind == MailEventKind.Returned) >= MaxReturns) return null;
        if (facts.FirstOrDefault(fact => fact.Kind == MailEventKind.Accepted) is not { } accepted || !EmailAddress.TryParse(accepted.Sender, out var sender)) return null;
        var recipient = claim.NamesRecipient ? facts.Select(fact => fact.Recipient).FirstOrDefault(name => EmailAddress.TryParse(name, out var one) && claim.IsFor(one)) : null;
        return new ReturnedTo(claim.Message, sender, recipient, accepted.Account);
    }
}
