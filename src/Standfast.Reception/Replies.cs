using System.Diagnostics;
using Standfast.Mail;
using Standfast.Policy.Checks;
using Standfast.Queue;

namespace Standfast.Reception;

/// <summary>What reception answers: code, object, rule, next step.</summary>
internal static class Replies
{
    /// <summary>Of SF- and four digits.</summary>
    private const int IdLength = 7;

    /// <summary>With the address of the help on it, where the reply has an id.</summary>
    /// <param name="helpBase">Where topics are served, such as http://mail.example.org:8025/e/; null gives no link.</param>
    public static SmtpReply WithHelp(SmtpReply reply, string? helpBase) =>
        helpBase is not null && reply.Lines is [{ Length: > IdLength } line] && line.StartsWith("SF-", StringComparison.Ordinal) && !line.Contains(helpBase, StringComparison.Ordinal)
            ? new SmtpReply(reply.Code, reply.Enhanced, $"{line} (see {helpBase}{line.AsSpan(0, IdLength)})")
            : reply;

    public static SmtpReply Ok { get; } = new(250, 1, 0, "Sender ok");

    public static SmtpReply RecipientOk { get; } = new(250, 1, 5, "Recipient ok");

    public static SmtpReply AuthenticationRequired { get; } =
        new(530, 7, 0, "SF-1003 Authentication required: use STARTTLS (or the implicit TLS port), then AUTH");

    /// <summary>RFC 4954 §4.7.0: a temporary failure, for the password may be right.</summary>
    public static SmtpReply TooManyLogins(TimeSpan retryAfter) =>
        new(454, 7, 0, $"SF-1110 Too many wrong logins for this user or from this network: the password is not looked at for {retryAfter.TotalSeconds:0} s; correct it where it is wrong, then try again");

    public static SmtpReply SpoolUnavailable { get; } = new(451, 3, 0, "Mail cannot be stored at the moment; try again later");

    public static SmtpReply SpoolFull { get; } = new(452, 3, 1, "No disk space for new mail at the moment; try again later");

    public static SmtpReply SigningUnavailable { get; } = new(451, 7, 5, "SF-1008 The signing key of the sender domain cannot be read; try again later");

    public static SmtpReply Loop { get; } = new(554, 4, 6, "SF-1007 Too many hops: this message is looping; find the forwarding that sends it back");

    public static SmtpReply SenderNotOwned(EmailAddress sender, AccountId account) =>
        new(550, 7, 1, $"SF-1001 Sender domain {sender.Domain} does not belong to account {account}; add it with \"standfast domain add {sender.Domain}\"");

    public static SmtpReply FromNotOwned(EmailAddress from, AccountId account) =>
        new(550, 7, 1, $"SF-1002 Header From domain {from.Domain} does not belong to account {account}; send from a domain of the account");

    public static SmtpReply RelayDenied(EmailAddress recipient) =>
        new(550, 7, 1, $"SF-1004 Relaying denied: {recipient.Domain} is not a local domain; clients submit on the submission port with AUTH");

    public static SmtpReply OtherPolicy(EmailAddress recipient) => new(452, 5, 3, $"{recipient.Domain} has other rules than the recipients before it; send to it in a transaction of its own");

    public static SmtpReply NoSuchMailbox(EmailAddress recipient) => new(550, 1, 1, $"SF-1005 No mailbox {recipient} here; check the address, or ask its owner");

    public static SmtpReply For(Unavailability unavailable) => unavailable switch
    {
        Unavailability.Full => SpoolFull,
        Unavailability.Failed => SpoolUnavailable,
        _ => throw new UnreachableException(),
    };

    public static SmtpReply BadHeader(string rule) => new(550, 6, 0, $"SF-1006 Message header refused: {rule}");

    public static SmtpReply InspectionBusy { get; } = new(452, 3, 2, "Too many large messages are being inspected at the moment; try again later");

    public static SmtpReply Unsubscribed { get; } = new(250, 0, 0, "Ok: unsubscribed");

    public static SmtpReply UnsubscribeUnavailable { get; } = new(451, 3, 0, "The wish to unsubscribe cannot be stored at the moment; try again later");

    public static SmtpReply ReportTaken { get; } = new(250, 0, 0, "Ok: report taken");

    public static SmtpReply ReportUnavailable { get; } = new(451, 3, 0, "The report cannot be acted on at the moment; try again later");

    public static SmtpReply OnlyReports(EmailAddress recipient) => new(550, 1, 1, $"No mailbox {recipient} here: the address takes feedback, DMARC and TLS reports only, and this is none");

    /// <summary>Accepted, and kept until a person releases it: the client must not send it again.</summary>
    public static SmtpReply Held(SpoolId id, Finding finding) => new(250, 0, 0, $"Ok: queued as {id}, held: {finding.Id}");

    public static SmtpReply Accepted(SpoolId id) => new(250, 0, 0, $"Ok: queued as {id}");
}
