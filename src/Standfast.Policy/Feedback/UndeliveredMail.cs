using System.Globalization;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Policy.Suppression;
using Standfast.Reputation.Bounces;
using Standfast.Reputation.Classification;

namespace Standfast.Policy.Feedback;

/// <summary>
/// Acts on bounces that came to a signed return path of ours: each is an event of its message and recipient, and a recipient who does not exist gets no more mail of
/// the account. A fault of anything else than the recipient suppresses nobody. May be called concurrently.
/// </summary>
/// <param name="replies">Says whose fault it is.</param>
/// <param name="suppresses">consent.suppress_hard_bounces.</param>
public sealed class UndeliveredMail(IReplyClassifier replies, SuppressionList list, IEventLog events, TimeProvider time, bool suppresses)
{
    private const int MaxDetailLength = 1_000;

    /// <param name="message">As the return path says.</param>
    /// <param name="recipient">As the return path says; null where it stands for several: then only recipients of the message that the report names count.</param>
    /// <returns>Recipients of whom it is new. Their suppression is durable.</returns>
    /// <exception cref="IOException">A store cannot be read or written now; when it comes again it is acted on.</exception>
    public async ValueTask<int> TakeAsync(BounceReport report, SpoolId message, string? recipient, CancellationToken cancellationToken)
    {
        var facts = await events.ForMessageAsync(message, cancellationToken);
        var found = new List<MailEvent>();
        foreach (var (bounced, address) in Failed(report, recipient, facts))
        {
            if (facts.Concat(found).Any(fact => fact.Kind == MailEventKind.Undelivered && address.Equals(fact.Recipient, StringComparison.OrdinalIgnoreCase))) continue;
            var fact = FollowUp.Of(facts, message, address, MailEventKind.Undelivered, time.GetUtcNow()) with { Detail = Describe(bounced) };
            if (suppresses && BounceClassifier.Classify(replies, bounced, report.ReportingMta).EndsRecipient && fact.Account is { } account && EmailAddress.TryParse(address, out var gone)) list.Add(Suppression(fact, account, gone));
            found.Add(fact);
        }

        if (found.Count > 0) events.Append([.. found], 0);
        return found.Count;
    }

    /// <summary>Whom it is about, as the message's facts write them.</summary>
    private static IEnumerable<(BouncedRecipient Bounced, string Address)> Failed(BounceReport report, string? recipient, IReadOnlyList<MailEvent> facts)
    {
        var failed = report.Recipients.Where(one => one.Action == BounceAction.Failed);
        if (recipient is null)
        {
            foreach (var bounced in failed)
                if ((FollowUp.RecipientIn(facts, bounced.OriginalAddress ?? bounced.Address) ?? FollowUp.RecipientIn(facts, bounced.Address)) is { } known)
                    yield return (bounced, known);
            yield break;
        }

        // The path names one, whatever address of theirs the mail was forwarded to.
        var about = failed.FirstOrDefault(one => recipient.Equals(one.OriginalAddress ?? one.Address, StringComparison.OrdinalIgnoreCase)) ?? failed.FirstOrDefault();
        if (about is not null) yield return (about, recipient);
    }

    private static SuppressedAddress Suppression(MailEvent fact, AccountId account, EmailAddress gone) =>
        new(AddressKey.Of(gone), SuppressionScope.Of(account), SuppressionReason.HardBounce, fact.At)
        {
            Source = Cut(fact.Detail!, SuppressedAddress.MaxTextLength),
            Message = fact.Message,
            Cause = Cut($"bounce-{fact.At.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}-{gone.Domain}", SuppressedAddress.MaxTextLength),
        };

    /// <summary>In the form of a reply, so that all who read replies can read it.</summary>
    private static string Describe(BouncedRecipient bounced)
    {
        var text = bounced.Diagnostic.Length > 0 ? bounced.Diagnostic : bounced.Explanation;
        if (bounced.Status is { } status && !text.Contains(status.ToString(), StringComparison.Ordinal)) text = $"{status} {text}";
        return Cut(text.Trim() is { Length: > 0 } told ? told : "a report without a reason", MaxDetailLength);
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
