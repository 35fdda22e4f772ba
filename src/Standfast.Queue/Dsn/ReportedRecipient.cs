using Standfast.Mail;

namespace Standfast.Queue.Dsn;

/// <param name="Original">ORCPT as it came (RFC 3461 §4.2); null when not given.</param>
/// <param name="Reply">What decided: of the remote server, or ours.</param>
/// <param name="RemoteHost">Who said so (RFC 3464 §2.3.5 Remote-MTA); null for our own word.</param>
/// <param name="RetryUntil">Only of a delay: when it will be given up (RFC 3464 §2.3.9).</param>
internal sealed record ReportedRecipient(EmailAddress Recipient, string? Original, DsnAction Action, SmtpReply Reply, string? RemoteHost, DateTimeOffset? RetryUntil = null)
{
    // RFC 3464 §2.3.4: the class agrees with the action even where the last reply was temporary; 5.4.7 names expiry.
    public EnhancedStatusCode Status => Action switch
    {
        DsnAction.Expired => new EnhancedStatusCode(5, 4, 7),
        DsnAction.Failed => Reply.Enhanced is { Class: 5 } status ? status : new EnhancedStatusCode(5, 0, 0),
        DsnAction.Delayed => Reply.Enhanced is { Class: 4 } status ? status : new EnhancedStatusCode(4, 0, 0),
        _ => Reply.Enhanced is { Class: 2 } status ? status : new EnhancedStatusCode(2, 0, 0),
    };

    public string ActionName => Action switch
    {
        DsnAction.Failed or DsnAction.Expired => "failed",
        DsnAction.Delayed => "delayed",
        DsnAction.Relayed => "relayed",
        DsnAction.Delivered => "delivered",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>RFC 3464 §2.3.3, with expiry told apart from refusal.</summary>
internal enum DsnAction
{
    Failed,
    Expired,
    Delayed,
    Relayed,
    Delivered,
}
