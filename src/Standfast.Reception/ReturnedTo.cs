using Standfast.Events;
using Standfast.Mail;
using Standfast.Policy.Feedback;
using Standfast.Policy.Suppression;

namespace Standfast.Reception;

/// <param name="Message">Which something came back for.</param>
/// <param name="Sender">With whom it was submitted.</param>
/// <param name="Recipient">Null where the return path stands for several.</param>
internal sealed record ReturnedTo(SpoolId Message, EmailAddress Sender, string? Recipient, AccountId? Account)
{
    public MessageMark Mark => new(Message, EmailAddress.TryParse(Recipient, out var recipient) ? AddressKey.Of(recipient) : null, null);

    /// <param name="report">The message that came back.</param>
    public MailEvent Fact(SpoolId report, DateTimeOffset now) => new(Message, now, MailEventKind.Returned)
    {
        Recipient = Recipient,
        Account = Account,
        Detail = $"mail to its return path came back as message {report}, which goes to {Sender}",
    };
}
