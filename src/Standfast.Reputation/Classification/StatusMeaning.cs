using Standfast.Mail;

namespace Standfast.Reputation.Classification;

/// <summary>What an enhanced status code says by itself (RFC 3463 §3 and the registry of IANA that goes on from it).</summary>
internal sealed record StatusMeaning(ReplyCause Cause, FaultScope Scope, FaultSeverity Severity, string Action)
{
    private static readonly StatusMeaning s_noUser = new(ReplyCause.NoSuchUser, FaultScope.Recipient, FaultSeverity.Info, "suppress-recipient");
    private static readonly StatusMeaning s_badRecipient = new(ReplyCause.Other, FaultScope.Recipient, FaultSeverity.Info, "contact-recipient-admin");
    private static readonly StatusMeaning s_badRecipientDomain = new(ReplyCause.Dns, FaultScope.Recipient, FaultSeverity.Info, "contact-recipient-admin");
    private static readonly StatusMeaning s_senderAddress = new(ReplyCause.Protocol, FaultScope.Message, FaultSeverity.Warn, "fix-message");
    private static readonly StatusMeaning s_senderDomain = new(ReplyCause.Dns, FaultScope.Domain, FaultSeverity.Warn, "fix-dns");
    private static readonly StatusMeaning s_disabled = new(ReplyCause.MailboxDisabled, FaultScope.Recipient, FaultSeverity.Info, "suppress-recipient");
    private static readonly StatusMeaning s_full = new(ReplyCause.MailboxFull, FaultScope.Recipient, FaultSeverity.Info, "retry-later");
    private static readonly StatusMeaning s_size = new(ReplyCause.Size, FaultScope.Message, FaultSeverity.Warn, "reduce-size");
    private static readonly StatusMeaning s_system = new(ReplyCause.Other, FaultScope.Recipient, FaultSeverity.Info, "retry-later");
    private static readonly StatusMeaning s_protocol = new(ReplyCause.Protocol, FaultScope.Message, FaultSeverity.Warn, "fix-protocol");
    private static readonly StatusMeaning s_content = new(ReplyCause.Protocol, FaultScope.Message, FaultSeverity.Warn, "fix-message");
    private static readonly StatusMeaning s_auth = new(ReplyCause.RelayDenied, FaultScope.Account, FaultSeverity.Warn, "check-credentials");
    private static readonly StatusMeaning s_tls = new(ReplyCause.TlsRequired, FaultScope.Ip, FaultSeverity.Warn, "fix-tls");

    /// <summary>It says that nothing will ever arrive there.</summary>
    public bool EndsMailbox => Cause is ReplyCause.NoSuchUser or ReplyCause.MailboxDisabled;

    /// <summary>Null where it says nothing of why, as x.0.0, x.3.0 and x.7.1 do.</summary>
    public static StatusMeaning? Of(EnhancedStatusCode code) => (code.Subject, code.Detail) switch
    {
        (1, 1 or 6) => s_noUser,
        (1, 0 or 3 or 4 or 5) => s_badRecipient,
        (1, 2 or 10) => s_badRecipientDomain,
        (1, 7) => s_senderAddress,
        (1, 8) => s_senderDomain,
        (2, 1) => s_disabled,
        (2, 2) => s_full,
        (2, 3) or (3, 4) => s_size,
        (2, 0 or 4) => s_badRecipient,
        (3, 1 or 2 or 5) => s_system,
        (3, 3) or (5, > 0) => s_protocol,
        (4, 4) => s_badRecipientDomain,
        (4, 1 or 2 or 3 or 5 or 6 or 7) => s_system,
        (6, _) => s_content,
        (7, 8 or 9) => s_auth,
        (7, 10 or 11 or 30) => s_tls,
        (7, 13) => s_disabled,
        (7, 17 or 18 or 19) => s_badRecipient,
        (7, 20 or 21 or 22) => new StatusMeaning(ReplyCause.AuthDkim, FaultScope.Domain, FaultSeverity.Warn, "fix-auth"),
        (7, 23 or 24) => new StatusMeaning(ReplyCause.AuthSpf, FaultScope.Domain, FaultSeverity.Warn, "fix-auth"),
        (7, 25) => new StatusMeaning(ReplyCause.PtrMissing, FaultScope.Ip, FaultSeverity.Suspend, "fix-dns"),
        (7, 26) => new StatusMeaning(ReplyCause.AuthDmarc, FaultScope.Domain, FaultSeverity.Warn, "fix-auth"),
        (7, 27) => s_senderDomain,
        (7, 28) => new StatusMeaning(ReplyCause.RateLimit, FaultScope.Ip, FaultSeverity.Throttle, "slow-down"),
        _ => null,
    };
}
