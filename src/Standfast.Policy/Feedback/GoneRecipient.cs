using Standfast.Reputation.Bounces;

namespace Standfast.Policy.Feedback;

/// <summary>Whether a bounce says that its recipient is gone for good, by its codes alone. In doubt it does not: a mailbox that is dead bounces again, one that is suppressed by mistake is lost.</summary>
public static class GoneRecipient
{
    // RFC 3463 §3.2: no such mailbox, no such system, mailbox moved; RFC 7505 §4.2: the domain takes no mail.
    private static readonly (ushort Subject, ushort Detail)[] s_codes = [(1, 1), (1, 2), (1, 6), (1, 10)];

    // Some servers use these codes for senders whom they block: words that no bounce about a mailbox needs.
    private static readonly string[] s_policyWords =
        ["block", "spam", "reputation", "blacklist", "listed", "policy", "policies", "abuse", "rate", "limit", "dmarc", "spf", "dkim", "reverse dns", "ptr", "authentica", "banned", "denied", "suspicious", "complain"];

    /// <param name="bounced">One that was given up.</param>
    public static bool IsSaidBy(BouncedRecipient bounced) =>
        bounced.Status is { Class: 5 } status && Array.IndexOf(s_codes, (status.Subject, status.Detail)) >= 0
        && !s_policyWords.Any(word => bounced.Diagnostic.Contains(word, StringComparison.OrdinalIgnoreCase));
}
