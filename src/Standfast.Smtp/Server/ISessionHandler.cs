using System.Net;
using Standfast.Mail;
using Standfast.Mail.Notifications;

namespace Standfast.Smtp.Server;

/// <summary>
/// What one SMTP session asks of the rest of the server. One object a session; its methods are never called concurrently.
/// A method that throws ends the session with 421 and is logged; a refusal is a reply, not an exception.
/// </summary>
public interface ISessionHandler
{
    /// <summary>Called once before the greeting. Null greets; a 421 or 554 reply ends the session.</summary>
    ValueTask<SmtpReply?> ConnectAsync(SessionContext session, CancellationToken cancellationToken);

    /// <summary>What is wrong with a login is not said (RFC 4954 §6).</summary>
    static SmtpReply WrongLogin { get; } = new(535, 7, 8, "User name or password is wrong");

    /// <summary>Called for complete AUTH exchanges under TLS. Null when the credential is right; else the refusal.</summary>
    ValueTask<SmtpReply?> AuthenticateAsync(string userName, ReadOnlyMemory<byte> secret, CancellationToken cancellationToken);

    /// <summary>MAIL FROM. A positive reply opens a transaction.</summary>
    ValueTask<SmtpReply> MailAsync(MailCommand command, CancellationToken cancellationToken);

    /// <summary>RCPT TO within a transaction.</summary>
    ValueTask<SmtpReply> RecipientAsync(RecipientCommand command, CancellationToken cancellationToken);

    /// <summary>DATA with at least one accepted recipient: where the content goes, or why not now.</summary>
    ValueTask<DataStart> BeginDataAsync(CancellationToken cancellationToken);

    /// <summary>RSET, EHLO, end of a transaction or of the session: the transaction is gone.</summary>
    void Reset();
}

/// <summary>Facts of the session, kept current by the session as they change.</summary>
public sealed class SessionContext
{
    public required string Id { get; init; }

    public required EndPoint? Remote { get; init; }

    public required EndPoint? Local { get; init; }

    /// <summary>As given in EHLO or HELO; null before.</summary>
    public string? HeloName { get; set; }

    public bool IsEsmtp { get; set; }

    /// <summary>"TLSv1.3 TLS_AES_256_GCM_SHA384"; null in the clear.</summary>
    public string? Tls { get; set; }

    /// <summary>Null until AUTH succeeded.</summary>
    public string? UserName { get; set; }
}

/// <param name="DeclaredSize">SIZE= parameter (RFC 1870), null when absent.</param>
/// <param name="Is8BitMime">BODY=8BITMIME was given (RFC 6152).</param>
public sealed record MailCommand(ReversePath Sender, long? DeclaredSize, bool Is8BitMime)
{
    /// <summary>RET= (RFC 3461 §4.3).</summary>
    public DsnReturn Return { get; init; }

    /// <summary>ENVID= in xtext (RFC 3461 §4.4).</summary>
    public string? EnvelopeId { get; init; }

    /// <summary>HOLDFOR= or HOLDUNTIL= (RFC 4865): not to be tried before.</summary>
    public DateTimeOffset? HoldUntil { get; init; }

    /// <summary>MT-PRIORITY= (RFC 6710), -9 to 9.</summary>
    public int Priority { get; init; }
}

public sealed record RecipientCommand(EmailAddress Recipient, RecipientDsn Notification);

public abstract record DataStart
{
    private DataStart() { }

    public sealed record Accepted(IContentReceiver Receiver) : DataStart;

    public sealed record Refused(SmtpReply Reply) : DataStart;
}

/// <summary>Takes the content of one DATA, dot-unstuffed, with CRLF line ends only. Exactly one of Complete and Abort is called last.</summary>
public interface IContentReceiver
{
    /// <summary>The next bytes, cut anywhere. The memory is valid until the returned task ends.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>The final dot has come: the reply to give. A 250 means that the message is on disk.</summary>
    ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken);

    /// <summary>Too large, a bare CR or LF, or the peer is gone: forget everything.</summary>
    ValueTask AbortAsync();
}

/// <summary>Makes one handler for each session.</summary>
public interface ISessionHandlerFactory
{
    ISessionHandler Create(SessionContext session);
}
