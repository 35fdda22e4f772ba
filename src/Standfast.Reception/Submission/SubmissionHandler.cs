using System.Net;
using Standfast.Accounts;
using Standfast.Mail;
using Standfast.Policy.Checks;
using Standfast.Reception.Content;
using Standfast.Smtp.Server;

namespace Standfast.Reception.Submission;

/// <summary>
/// The submission side (RFC 6409): only an account's credential or a listed network may send, only from domains that the
/// account owns, to anyone.
/// </summary>
internal sealed class SubmissionHandler(SessionContext session, ReceptionServices services) : ISessionHandler
{
    private Credential? _credential;
    private AccountId? _account;
    private Transaction? _transaction;

    public ValueTask<SmtpReply?> ConnectAsync(SessionContext session, CancellationToken cancellationToken)
    {
        if (session.Remote is IPEndPoint remote && services.IsTrusted(remote.Address)) _account = services.Options.TrustedAccount;
        return ValueTask.FromResult<SmtpReply?>(null);
    }

    public async ValueTask<SmtpReply?> AuthenticateAsync(string userName, ReadOnlyMemory<byte> secret, CancellationToken cancellationToken)
    {
        var exists = services.Accounts.FindCredential(userName) is { RevokedAt: null };
        var attempt = services.Logins?.Begin(userName, exists, (session.Remote as IPEndPoint)?.Address);
        if (attempt is { IsAllowed: false }) return services.Explain(Replies.TooManyLogins(attempt.RetryAfter));
        _credential = services.Accounts.Authenticate(userName, secret.Span);
        if (_credential is null)
        {
            if (attempt is not null) await Task.Delay(attempt.Delay, services.Time, cancellationToken);
            return ISessionHandler.WrongLogin;
        }

        if (attempt is not null) services.Logins!.Succeeded(attempt, userName);
        _account = _credential.Account;
        return null;
    }

    public ValueTask<SmtpReply> MailAsync(MailCommand command, CancellationToken cancellationToken)
    {
        if (_account is null) return ValueTask.FromResult(services.Explain(Replies.AuthenticationRequired));
        if (services.Acceptor.Unavailable is { } unavailable) return ValueTask.FromResult(Replies.For(unavailable));
        if (command.Sender.Address is { } sender && !services.Owns(_account, sender.Domain))
            return ValueTask.FromResult(services.Explain(Replies.SenderNotOwned(sender, _account)));
        var context = new SubmissionContext(_account, _credential, (session.Remote as IPEndPoint)?.Address, command.Sender, services.Time.GetUtcNow());
        if (services.Guard.CheckSender(context) is { } finding) return ValueTask.FromResult(finding.ToReply(services.HelpBase));
        _transaction = new Transaction(command, _account, _credential?.UserName)
        {
            Context = context,
            DefaultStream = _credential is null ? services.Options.TrustedStream : StreamName.Transactional,
        };
        return ValueTask.FromResult(Replies.Ok);
    }

    public ValueTask<SmtpReply> RecipientAsync(RecipientCommand command, CancellationToken cancellationToken)
    {
        var recipient = command.Recipient;
        if (services.Accounts.FindDomain(recipient.Domain) is { } domain && domain.Local is not LocalDelivery.NotLocal && !LocalRecipients.Exists(domain, recipient))
            return ValueTask.FromResult(services.Explain(Replies.NoSuchMailbox(recipient)));
        if (services.Guard.CheckRecipient(_transaction!.Context!, recipient) is { } finding) return ValueTask.FromResult(finding.ToReply(services.HelpBase));
        _transaction.Add(command);
        return ValueTask.FromResult(Replies.RecipientOk);
    }

    public ValueTask<DataStart> BeginDataAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<DataStart>(new DataStart.Accepted(new MessageReceiver(session, _transaction!, services)));

    public void Reset() => _transaction = null;
}
