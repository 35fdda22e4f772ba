using Standfast.Mail;

namespace Standfast.Queue.Dsn;

/// <param name="RemoteHost">Who said so (RFC 3464 §2.3.5 Remote-MTA).</param>
/// <param name="IsExpired">Given up after too many deferrals; the reply is the last of them.</param>
internal sealed record FailedRecipient(EmailAddress Recipient, SmtpReply Reply, string RemoteHost, bool IsExpired);
