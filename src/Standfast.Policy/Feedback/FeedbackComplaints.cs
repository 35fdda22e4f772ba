using System.Globalization;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Policy.Suppression;
using Standfast.Reputation.Feedback.Complaints;

namespace Standfast.Policy.Feedback;

/// <summary>
/// Acts on complaints that prove what they are about by a signed mark of ours (<see cref="MessageMarks"/>): the recipient gets no more mail of that stream and account, and it is an
/// event. All others change nothing: a report can be written by anybody. May be called concurrently.
/// </summary>
public sealed class FeedbackComplaints(MessageMarks marks, SuppressionList list, IEventLog events, TimeProvider time)
{
    /// <summary>As for what comes back to return paths; ours.</summary>
    private static readonly TimeSpan s_maxAge = TimeSpan.FromDays(60);

    /// <summary>Complaints about one message that name none of its recipients; ours.</summary>
    private const int MaxUnnamed = 100;

    private const int MaxDetailLength = 300;

    /// <param name="path">A mark that the report itself came by: it was sent to a signed return path. Null where it came to an address of reports.</param>
    /// <returns>When it is <see cref="FeedbackOutcome.Counted"/>, suppression and event are durable.</returns>
    /// <exception cref="IOException">A store cannot be read or written now; when it comes again it is acted on.</exception>
    public async ValueTask<FeedbackOutcome> TakeAsync(FeedbackReport report, MessageMark? path, CancellationToken cancellationToken)
    {
        if (!report.IsComplaint) return FeedbackOutcome.NoComplaint;
        if ((path ?? await marks.FindAsync(report, events, cancellationToken)) is not { } mark || time.GetUtcNow() - mark.Message.CreatedAt > s_maxAge) return FeedbackOutcome.Unproven;
        var facts = await events.ForMessageAsync(mark.Message, cancellationToken);
        if (!facts.Any(fact => fact.Kind == MailEventKind.Accepted && fact.Account is not null)) return FeedbackOutcome.Unproven;
        var isOptOut = report.Type == FeedbackType.OptOut;
        var kind = isOptOut ? MailEventKind.Unsubscribed : MailEventKind.Complained;
        var recipient = RecipientOf(report, mark, facts);
        var same = facts.Count(fact => fact.Kind == kind && (recipient is null ? fact.Recipient is null : recipient.ToString().Equals(fact.Recipient, StringComparison.OrdinalIgnoreCase)));
        if (same >= (recipient is null ? MaxUnnamed : 1)) return FeedbackOutcome.Repeated;
        var complaint = FollowUp.Of(facts, mark.Message, recipient?.ToString(), kind, time.GetUtcNow()) with { Detail = Describe(report) };
        if (recipient is not null) list.Add(Suppression(complaint, recipient, report, isOptOut));
        events.Append([complaint], 0);
        await events.FlushAsync(cancellationToken);
        return FeedbackOutcome.Counted;
    }

    private static SuppressedAddress Suppression(MailEvent complaint, EmailAddress recipient, FeedbackReport report, bool isOptOut) =>
        new(AddressKey.Of(recipient), SuppressionScope.Of(complaint.Account!, complaint.Stream), isOptOut ? SuppressionReason.Unsubscribed : SuppressionReason.Complaint, complaint.At)
        {
            Source = Cut(complaint.Detail!, SuppressedAddress.MaxTextLength),
            Message = complaint.Message,
            Cause = Cut($"complaint-{complaint.At.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}-{DomainOf(report.Reporter) ?? report.Format}", SuppressedAddress.MaxTextLength),
        };

    /// <summary>By the mark; where that stands for several, the one of them that the report names.</summary>
    private static EmailAddress? RecipientOf(FeedbackReport report, MessageMark mark, IReadOnlyList<MailEvent> facts)
    {
        foreach (var fact in facts)
            if (mark.NamesRecipient && EmailAddress.TryParse(fact.Recipient, out var recipient) && mark.IsFor(recipient))
                return recipient;
        if (mark.NamesRecipient) return null;
        foreach (var named in (IEnumerable<string>)[.. report.OriginalRecipients, .. report.RemovalRecipients])
            if (FollowUp.RecipientIn(facts, named) is { } known && EmailAddress.TryParse(known, out var recipient))
                return recipient;
        return null;
    }

    private static string Describe(FeedbackReport report)
    {
        var text = $"{(report.TypeName.Length > 0 ? report.TypeName : "abuse")}, reported by {report.Reporter ?? "nobody named"}{(report.UserAgent is { } agent ? $" ({agent})" : "")}";
        return Cut(string.Concat(text.Select(character => char.IsControl(character) ? '?' : character)), MaxDetailLength);
    }

    private static string? DomainOf(string? address) => address is null ? null : address[(address.LastIndexOf('@') + 1)..].ToLowerInvariant();

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
