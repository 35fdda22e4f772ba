using Standfast.Events;
using Standfast.Mail;

namespace Standfast.Queue;

/// <summary>Why a recipient is tried again later; each cause has its own plan of waits.</summary>
public enum DeferralCause
{
    Other,

    /// <summary>No host of the site could be spoken to.</summary>
    NoConnection,

    /// <summary>The server takes the mail once it has come again after a while.</summary>
    Greylisted,

    /// <summary>The server wants less from us.</summary>
    RateLimited,

    MailboxFull,

    DnsFailure,
}

internal static class DeferralCauses
{
    private static readonly string[] s_greylisting = ["greylist", "graylist", "grey-list", "gray-list", "grey list", "gray list"];

    private static readonly string[] s_limits = ["rate limit", "rate-limit", "ratelimit", "too many", "throttl", "too fast", "try fewer"];

    /// <summary>Reads the cause from what is the same everywhere (RFC 3463, RFC 6647); what one provider means by its words is not known here.</summary>
    public static DeferralCause Of(SmtpReply reply, AttemptDetail attempt)
    {
        var status = reply.Enhanced ?? default;
        if (attempt.Phase is "route" || status is { Subject: 4, Detail: 3 }) return DeferralCause.DnsFailure;
        if (attempt.Phase is "connect" or "greeting" or "starttls" || status is { Subject: 4, Detail: 1 or 2 }) return reply.Code == 421 && status.Subject == 7 ? DeferralCause.RateLimited : DeferralCause.NoConnection;
        if (status is { Subject: 2, Detail: 2 }) return DeferralCause.MailboxFull;
        var text = string.Join(' ', reply.Lines);
        if (s_greylisting.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))) return DeferralCause.Greylisted;
        return reply.Code == 421 || status.Subject == 7 || s_limits.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) ? DeferralCause.RateLimited : DeferralCause.Other;
    }
}
