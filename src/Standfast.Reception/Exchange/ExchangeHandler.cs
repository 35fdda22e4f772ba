using System.Net;
using Standfast.Accounts;
using Standfast.Mail;
using Standfast.Policy.Inbound;
using Standfast.Policy.Unsubscribe;
using Standfast.Reception.Content;
using Standfast.Smtp.Server;

namespace Standfast.Reception.Exchange;

/// <summary>The MX side: anyone may send, only to mailboxes of local domains. It relays for nobody, authenticated or not.</summary>
internal sealed class ExchangeHandler(SessionContext session, ReceptionServices services) : ISessionHandler
{
    private Transaction? _transaction;

    public ValueTask<SmtpReply?> ConnectAsync(SessionContext session, CancellationToken cancellationToken) => ValueTask.FromResult<SmtpReply?>(null);

    public ValueTask<SmtpReply?> AuthenticateAsync(string userName, ReadOnlyMemory<byte> secret, CancellationToken cancellationToken) => ValueTask.FromResult<SmtpReply?>(ISessionHandler.WrongLogin);

    public ValueTask<SmtpReply> MailAsync(MailCommand command, CancellationToken cancellationToken)
    {
        if (services.Acceptor.Unavailable is { } unavailable) return ValueTask.FromResult(Replies.For(unavailable));
        _transaction = new Transaction(command, null, null);
        return ValueTask.FromResult(Replies.Ok);
    }

    public async ValueTask<SmtpReply> RecipientAsync(RecipientCommand command, CancellationToken cancellationToken)
    {
        var recipient = command.Recipient;
        var isReturnPath = services.Returns?.Domain == recipient.Domain;
        if (isReturnPath && await services.Returns!.FindAsync(recipient, cancellationToken) is { } returned)
        {
            if (services.Inbound is not null && _transaction!.Recipients.Count > 0 && _transaction.Returns.Count == 0) return Replies.OtherPolicy(recipient);
            if (_transaction!.Reports.Count > 0) return Replies.OtherPolicy(recipient);
            _transaction.Add(returned);
            return Replies.RecipientOk;
        }

        if (services.Unsubscriptions is { } unsubscriptions && unsubscriptions.MailDomain == recipient.Domain)
        {
            try
            {
                if (await unsubscriptions.FindAsync(recipient, cancellationToken) is { } claim) return TakeUnsubscribe(claim);
            }
            catch (IOException)
            {
                return Replies.UnsubscribeUnavailable;
            }
        }

        var takesReports = services.Feedback?.Addresses.Contains(recipient) == true;
        if (services.Accounts.FindDomain(recipient.Domain) is not { } domain || domain.Local is LocalDelivery.NotLocal)
            return takesReports ? TakeReport(recipient) : services.Explain(isReturnPath ? Replies.NoSuchMailbox(recipient) : Replies.RelayDenied(recipient));
        if (!LocalRecipients.Exists(domain, recipient)) return takesReports ? TakeReport(recipient) : services.Explain(Replies.NoSuchMailbox(recipient));
        if (_transaction!.Reports.Count > 0) return Replies.OtherPolicy(recipient);
        if (services.Inbound is { } guard)
        {
            // One reply ends the content: recipients whose domains want different things come in different transactions (RFC 5321 §4.5.3.1.10).
            // So do reports on our own mail, which pass as they are.
            if (_transaction.Returns.Count > 0) return Replies.OtherPolicy(recipient);
            if (_transaction.Recipients.Count > 0 && guard.PolicyFor(recipient.Domain) != guard.PolicyFor(_transaction.Recipients[0].Domain)) return Replies.OtherPolicy(recipient);
            if (await guard.CheckRecipientAsync(Client, _transaction.Mail.Sender, recipient, cancellationToken) is { } finding) return finding.ToReply(services.HelpBase);
        }

        _transaction.Add(command);
        _transaction.MayBeReport |= takesReports;
        return Replies.RecipientOk;
    }

    public ValueTask<DataStart> BeginDataAsync(CancellationToken cancellationToken)
    {
        var transaction = _transaction!;
        IContentReceiver? receiver = transaction.Recipients.Count > 0 ? new MessageReceiver(session, transaction, services) : null;
        if (services.Feedback is { } feedback && (transaction.Returns.Count > 0 || transaction.MayBeReport))
            receiver = new FeedbackReceiver(feedback, transaction.Returns, transaction.Reports is [var only, ..] ? only : null, Origin, services.Inspection, receiver);
        if (receiver is not null && services.Correspondence is { } correspondence && transaction.Recipients.Find(correspondence.Wants) is { } wanted)
            receiver = new CorrespondenceReceiver(correspondence, wanted, Client.Address, services.Inspection, receiver, services.Logger);
        if (transaction.Unsubscribes.Count > 0) receiver = new UnsubscribeReceiver(transaction.Unsubscribes, services.Unsubscriptions!, $"mail from {Origin}", receiver);
        return ValueTask.FromResult<DataStart>(new DataStart.Accepted(receiver!));
    }

    private InboundClient Client => new((session.Remote as IPEndPoint)?.Address, session.HeloName);

    public void Reset() => _transaction = null;

    private string Origin => $"{_transaction!.Mail.Sender} by {session.Remote}";

    /// <summary>One reply ends the content, and what is no report is refused: it comes alone.</summary>
    private SmtpReply TakeReport(EmailAddress recipient)
    {
        if (_transaction!.Recipients.Count > 0) return Replies.OtherPolicy(recipient);
        if (!_transaction.Reports.Contains(recipient)) _transaction.Reports.Add(recipient);
        _transaction.MayBeReport = true;
        return Replies.RecipientOk;
    }

    private SmtpReply TakeUnsubscribe(UnsubscribeClaim claim)
    {
        // However often it is named, it is one wish.
        if (!_transaction!.Unsubscribes.Contains(claim)) _transaction.Unsubscribes.Add(claim);
        return Replies.RecipientOk;
    }
}
