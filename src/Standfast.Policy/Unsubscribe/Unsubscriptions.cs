using Standfast.Events;
using Standfast.Mail;
using Standfast.Policy.Suppression;

namespace Standfast.Policy.Unsubscribe;

/// <summary>Does what recipients ask for, at once: when a call ends well, it is durable, and no attempt for the recipient begins any more. May be called concurrently.</summary>
/// <param name="addresses">Null where no mail to unsubscribe is taken.</param>
public sealed class Unsubscriptions(SuppressionList list, UnsubscribeTokens tokens, UnsubscribeAddresses? addresses, IEventLog events, TimeProvider time)
{
    /// <summary>Domain of addresses to which mail unsubscribes; null where there are none.</summary>
    public DomainName? MailDomain => addresses?.Domain;

    /// <summary>What a link says; null for one that we did not make.</summary>
    public UnsubscribeClaim? Read(string? token) => tokens.TryRead(token, out var claim) ? claim : null;

    /// <summary>What an address says that mail came to; null for one that we did not make.</summary>
    /// <exception cref="IOException">The event log cannot be read now.</exception>
    public async ValueTask<UnsubscribeClaim?> FindAsync(EmailAddress address, CancellationToken cancellationToken) =>
        addresses is null ? null : await addresses.FindAsync(address, events, cancellationToken);

    /// <summary>Makes a claim that leaves the recipient open one of the address, where the message has gone there.</summary>
    /// <exception cref="IOException">The event log cannot be read now.</exception>
    public async ValueTask<UnsubscribeClaim?> NameAsync(UnsubscribeClaim claim, EmailAddress recipient, CancellationToken cancellationToken)
    {
        var key = AddressKey.Of(recipient);
        if (claim.Address is not null) return claim.Address == key ? claim : null;
        var facts = await events.ForMessageAsync(claim.Message, cancellationToken);
        return facts.Any(fact => EmailAddress.TryParse(fact.Recipient, out var known) && AddressKey.Of(known) == key) ? claim with { Address = key } : null;
    }

    /// <param name="everything">All streams of the account but its transactional one; false only the stream that the mail was of.</param>
    /// <param name="source">How the wish came, and from where.</param>
    /// <exception cref="IOException">It cannot be made durable now, and nothing has changed.</exception>
    public async ValueTask HonourAsync(UnsubscribeClaim claim, bool everything, string source)
    {
        var address = claim.Address ?? throw new InvalidOperationException("the claim names no recipient");
        var entry = new SuppressedAddress(address, SuppressionScope.Of(claim.Account, everything ? null : claim.Stream), SuppressionReason.Unsubscribed, time.GetUtcNow()) { Source = source, Message = claim.Message };
        // However often it is said, it is one fact.
        if (list.Add(entry) > 0) events.Append([(await KnownAsync(claim)) with { Detail = everything ? $"from everything, by {source}" : $"from stream {claim.Stream}, by {source}" }], 0);
    }

    private async ValueTask<MailEvent> KnownAsync(UnsubscribeClaim claim)
    {
        IReadOnlyList<MailEvent> facts = [];
        try
        {
            // Who waits for it may be gone by now; what was asked is done.
            facts = await events.ForMessageAsync(claim.Message, CancellationToken.None);
        }
        catch (IOException)
        {
            // The wish is honoured all the same; its fact says what the claim does.
        }

        var fact = FollowUp.Of(facts, claim.Message, claim.Address!.Value, MailEventKind.Unsubscribed, time.GetUtcNow());
        return fact with { Account = claim.Account, Stream = claim.Stream };
    }
}
