using System.Buffers;

namespace Standfast.Reputation.Classification;

/// <summary>
/// Words that no reply about a mailbox needs. Some servers answer "550 5.1.1" to senders whom they block (Microsoft's S3150 and the like): where no rule
/// knows the text, a code about the recipient counts only in a text without them.
/// </summary>
internal static class PolicyWords
{
    private static readonly SearchValues<string> s_words = SearchValues.Create(
        ["block", "spam", "reputation", "blacklist", "listed", "policy", "policies", "abuse", "rate", "limit", "dmarc", "spf", "dkim", "reverse dns", "ptr", "authentica", "banned", "denied", "suspicious", "complain", "sender", "your ", "from you", "receiving", "too fast", "client host"],
        StringComparison.OrdinalIgnoreCase);

    public static bool Occur(ReadOnlySpan<char> text) => text.ContainsAny(s_words);
}
