using Standfast.Mail;
using Standfast.Mail.Notifications;
using Standfast.Smtp.Server;

namespace Standfast.Reception;

/// <summary>One mail transaction; dropped whole at RSET, EHLO and its end.</summary>
/// <param name="Account">Null on the MX side.</param>
internal sealed record Transaction(MailCommand Mail, AccountId? Account, string? Credential)
{
    public List<EmailAddress> Recipients { get; } = [];

    /// <summary>One for each recipient.</summary>
    public List<RecipientDsn> Notifications { get; } = [];

    /// <summary>Stream of mail that does not say or show its own.</summary>
    public StreamName DefaultStream { get; init; } = StreamName.Transactional;

    public void Add(RecipientCommand command)
    {
        Recipients.Add(command.Recipient);
        Notifications.Add(command.Notification);
    }

    public bool IsSubmission => Account is not null;
}
