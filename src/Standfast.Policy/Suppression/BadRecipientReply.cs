using Standfast.Mail;

namespace Standfast.Policy.Suppression;

/// <summary>
/// Tells replies about the recipient from those about us: only the first may end mail to an address. In doubt it is about us, for a mailbox that is
/// dead refuses again, but one that is suppressed by mistake is lost.
/// </summary>
public static class BadRecipientReply
{
    // RFC 3463 §3.2: no such mailbox, no such system, mailbox moved; RFC 7505 §4.2: the domain takes no mail.
    private static readonly (ushort Subject, ushort Detail)[] s_codes = [(1, 1), (1, 2), (1, 6), (1, 10)];

    // Some servers answer "550 5.1.1" to senders whom they block (Microsoft's S3150 and the like): words that no reply about a mailbox needs.
    private static readonly string[] s_policyWords =
        ["block", "spam", "reputation", "blacklist", "listed", "policy", "policies", "abuse", "rate", "limit", "dmarc", "spf", "dkim", "reverse dns", "ptr", "authentica", "banned", "denied", "suspicious", "complain"];

    /// <param name="phase">Of the transaction in which the reply came.</param>
    /// <param name="reply">As events hold it: code, enhanced code, text.</param>
    public static bool IsAboutRecipient(string phase, string? reply)
    {
        // LMTP answers for each recipient after the content (RFC 2033 §4.2).
        if (phase is not ("rcpt" or "content") || reply is null || reply.Length < 10 || reply[0] != '5' || reply[3] != ' ') return false;
        if (!EnhancedStatusCode.TryParse(reply.AsSpan(4), out var code, out var length) || code.Class != 5) return false;
        if (Array.IndexOf(s_codes, (code.Subject, code.Detail)) < 0) return false;
        var text = reply.AsSpan(Math.Min(reply.Length, 4 + length));
        foreach (var word in s_policyWords)
            if (text.Contains(word, StringComparison.OrdinalIgnoreCase))
                return false;
        return true;
    }
}
