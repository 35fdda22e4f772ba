using Standfast.Mail;
using Standfast.Mail.Notifications;
using Standfast.Policy.Checks;
using Standfast.Policy.Unsubscribe;
using Standfast.Smtp.Server;

namespace Standfast.Reception;

/// <summary>One mail transaction; dropped whole at RSET, EHLO and its end.</summary>
/// <param name="Account">Null on the MX side.</param>
internal sealed record Transaction(MailCommand Mail, AccountId? Account, string? Credential)
{
    public List<EmailAddress> Recipients { get; } = [];

    /// <summary>Who submits; null on the MX side.</summary>
    public SubmissionContext? Context { get; init; }

    /// <summary>One for each recipient.</summary>
    public List<RecipientDsn> Notifications { get; } = [];

    /// <summary>Stream of mail that does not say or show its own.</summary>
    public StreamName DefaultStream { get; init; } = StreamName.Transactional;

    /// <summary>Of recipients that are return paths of ours.</summary>
    public List<ReturnedTo> Returns { get; } = [];

    /// <summary>Recipients that take reports and nothing else.</summary>
    public List<EmailAddress> Reports { get; } = [];

    /// <summary>A recipient is an address that reports come to, with a mailbox of its own or without.</summary>
    public bool MayBeReport { get; set; }

    /// <summary>Of recipients that are addresses which unsubscribe.</summary>
    public List<UnsubscribeClaim> Unsubscribes { get; } = [];

    /// <summary>What comes back and goes on must not come back once more, whoever sent it.</summary>
    public ReversePath Sender => Returns.Count > 0 ? ReversePath.Null : Mail.Sender;

    /// <summary>However often a client names a return path, or several of one sender: that gets one copy.</summary>
    public void Add(ReturnedTo returned)
    {
        if (!Returns.Contains(returned)) Returns.Add(returned);
        if (Recipients.Contains(returned.Sender)) return;
        Recipients.Add(returned.Sender);
        Notifications.Add(default);
    }

    public void Add(RecipientCommand command)
    {
        Recipients.Add(command.Recipient);
        Notifications.Add(command.Notification);
    }

    public bool IsSubmission => Account is not null;
}
