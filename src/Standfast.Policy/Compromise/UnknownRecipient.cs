using Standfast.Mail;

namespace Standfast.Policy.Compromise;

/// <summary>Tells refusals that say that an address does not exist from all others. In doubt it exists.</summary>
internal static class UnknownRecipient
{
    // RFC 3463 §3.2: no such mailbox, no such system, mailbox moved; RFC 7505 §4.2: the domain takes no mail.
    private static readonly (ushort Subject, ushort Detail)[] s_codes = [(1, 1), (1, 2), (1, 6), (1, 10)];

    // Of servers without enhanced codes. Words are ours, after what servers in use say.
    private static readonly string[] s_words = ["user unknown", "unknown user", "no such user", "no such recipient", "no such mailbox", "unknown recipient", "recipient unknown", "does not exist", "doesn't exist", "invalid recipient", "mailbox not found", "user not found"];

    // Some servers answer "550 5.1.1" to senders whom they block.
    private static readonly string[] s_policy = ["block", "spam", "reputation", "listed", "policy", "banned", "denied"];

    /// <param name="reply">As events hold it: code, enhanced code, text.</param>
    public static bool Is(string? reply)
    {
        if (reply is null || reply.Length < 5 || reply[0] != '5' || reply[3] != ' ') return false;
        foreach (var word in s_policy)
            if (reply.Contains(word, StringComparison.OrdinalIgnoreCase))
                return false;
        if (EnhancedStatusCode.TryParse(reply.AsSpan(4), out var code, out _)) return code.Class == 5 && Array.IndexOf(s_codes, (code.Subject, code.Detail)) >= 0;
        foreach (var word in s_words)
            if (reply.Contains(word, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }
}
