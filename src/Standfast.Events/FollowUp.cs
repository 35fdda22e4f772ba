using Standfast.Mail;

namespace Standfast.Events;

/// <summary>Makes facts of what comes after delivery, with what is known of the message.</summary>
public static class FollowUp
{
    /// <param name="facts">All of the message, oldest first; may be empty.</param>
    /// <param name="recipient">Null where it is not known whose it is.</param>
    /// <returns>A fact with account, credential, stream and campaign of the message, and the attempt that delivered it to the recipient.</returns>
    public static MailEvent Of(IReadOnlyList<MailEvent> facts, SpoolId message, string? recipient, MailEventKind kind, DateTimeOffset at)
    {
        var accepted = facts.FirstOrDefault(fact => fact.Kind == MailEventKind.Accepted);
        var delivered = recipient is null ? null : facts.LastOrDefault(fact => fact.Kind == MailEventKind.Delivered && IsSame(fact.Recipient, recipient));
        return new MailEvent(message, at, kind)
        {
            Recipient = delivered?.Recipient ?? recipient,
            Sender = accepted?.Sender,
            Account = accepted?.Account,
            Credential = accepted?.Credential,
            Stream = accepted?.Stream,
            Campaign = accepted?.Campaign,
            Attempt = delivered?.Attempt,
        };
    }

    /// <summary>The recipient as the message's facts write it; null where they name none such.</summary>
    public static string? RecipientIn(IReadOnlyList<MailEvent> facts, string address) => facts.FirstOrDefault(fact => IsSame(fact.Recipient, address))?.Recipient;

    private static bool IsSame(string? left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
