using Standfast.Reputation.Classification;

namespace Standfast.Tests.Reputation.Bounces;

/// <summary>
/// What Sisimai's reasons are in our words: the causes that are right for one, and whether it is about the recipient. Reasons that are about
/// neither side for certain (mail that expired, networks, systems, what could not be told) count for the cause only.
/// </summary>
internal static class SisimaiReasons
{
    private static readonly Dictionary<string, (bool? IsRecipient, ReplyCause[] Causes)> s_reasons = new()
    {
        // About the recipient.
        ["userunknown"] = (true, [ReplyCause.NoSuchUser, ReplyCause.MailboxDisabled]),
        ["hasmoved"] = (true, [ReplyCause.NoSuchUser]),
        ["suspend"] = (true, [ReplyCause.MailboxDisabled, ReplyCause.NoSuchUser]),
        ["mailboxfull"] = (true, [ReplyCause.MailboxFull]),
        ["hostunknown"] = (true, [ReplyCause.Dns]),
        ["notaccept"] = (true, [ReplyCause.Dns, ReplyCause.Other]),

        // The recipient's own filter, or a reply that means it: servers use the texts of both sides.
        ["filtered"] = (null, [ReplyCause.NoSuchUser, ReplyCause.MailboxDisabled, ReplyCause.Complaint, ReplyCause.Other, ReplyCause.RelayDenied]),

        // About us: address, name, authentication, rate.
        ["blocked"] = (false, [ReplyCause.Blocklist, ReplyCause.IpReputation, ReplyCause.DynamicIp, ReplyCause.PtrMissing, ReplyCause.Protocol, ReplyCause.RateLimit, ReplyCause.Complaint, ReplyCause.Malware, ReplyCause.AuthSpf, ReplyCause.Other]),
        ["badreputation"] = (false, [ReplyCause.IpReputation, ReplyCause.DomainReputation, ReplyCause.Complaint, ReplyCause.Blocklist]),
        ["authfailure"] = (false, [ReplyCause.AuthSpf, ReplyCause.AuthDkim, ReplyCause.AuthDmarc]),
        ["requireptr"] = (false, [ReplyCause.PtrMissing]),
        ["rejected"] = (false, [ReplyCause.DomainReputation, ReplyCause.Dns, ReplyCause.RelayDenied, ReplyCause.Protocol, ReplyCause.AuthSpf, ReplyCause.Other, ReplyCause.Blocklist]),
        ["norelaying"] = (false, [ReplyCause.RelayDenied]),
        ["toomanyconn"] = (false, [ReplyCause.RateLimit, ReplyCause.SendingLimitExceeded]),
        ["failedstarttls"] = (false, [ReplyCause.TlsRequired]),

        // The user's limit or ours.
        ["speeding"] = (null, [ReplyCause.RateLimit, ReplyCause.IpReputation]),

        // Who may write to a group that takes no mail from outside is a matter of the recipient as well.
        ["securityerror"] = (null, [ReplyCause.RelayDenied, ReplyCause.TlsRequired, ReplyCause.Malware, ReplyCause.Other, ReplyCause.AuthDmarc]),

        // About the message.
        ["spamdetected"] = (false, [ReplyCause.SpamContent, ReplyCause.PhishingUrl, ReplyCause.Blocklist]),
        ["virusdetected"] = (false, [ReplyCause.Malware, ReplyCause.SpamContent]),
        ["policyviolation"] = (false, [ReplyCause.Other, ReplyCause.Protocol, ReplyCause.SpamContent, ReplyCause.Malware, ReplyCause.RelayDenied]),
        ["contenterror"] = (false, [ReplyCause.Protocol, ReplyCause.Size, ReplyCause.Malware]),
        ["syntaxerror"] = (false, [ReplyCause.Protocol]),
        ["notcompliantrfc"] = (false, [ReplyCause.Protocol, ReplyCause.SpamContent]),
        ["exceedlimit"] = (false, [ReplyCause.Size]),
        ["mesgtoobig"] = (false, [ReplyCause.Size]),

        // Neither side for certain.
        ["expired"] = (null, [ReplyCause.Other, ReplyCause.Greylist, ReplyCause.RateLimit, ReplyCause.Dns]),
        ["networkerror"] = (null, [ReplyCause.Other, ReplyCause.Dns]),
        ["systemerror"] = (null, [ReplyCause.Other]),
        ["systemfull"] = (null, [ReplyCause.Other, ReplyCause.MailboxFull]),
        ["mailererror"] = (null, [ReplyCause.Other]),
    };

    private static readonly HashSet<string> s_ofRecipients = ["userunknown", "hasmoved", "suspend", "filtered", "hostunknown", "notaccept", "mailboxfull", "onhold", "undefined"];

    /// <summary>It is a bounce: neither a complaint, nor an absence note, nor a delivery.</summary>
    public static bool IsBounce(string reason) => reason is not ("feedback" or "vacation" or "delivered" or "suppressed" or "");

    /// <summary>"onhold" and "undefined" say nothing: every cause is right.</summary>
    public static bool IsCauseRight(string reason, ReplyCause cause) => !s_reasons.TryGetValue(reason, out var known) || Array.IndexOf(known.Causes, cause) >= 0;

    /// <summary>Null where the reason does not say whom it is about.</summary>
    public static bool? IsScopeRight(string reason, ReplyClass read) => s_reasons.TryGetValue(reason, out var known) && known.IsRecipient is { } isRecipient ? read.Scope is FaultScope.Recipient == isRecipient : null;

    /// <summary>Somebody is suppressed for what was no fault of his.</summary>
    public static bool IsWronglySuppressed(string reason, ReplyClass read) => read.EndsRecipient && !s_ofRecipients.Contains(reason);
}
