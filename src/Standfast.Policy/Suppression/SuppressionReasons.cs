namespace Standfast.Policy.Suppression;

/// <summary>Names of reasons: ours as they are written everywhere, and those that other systems' lists use.</summary>
public static class SuppressionReasons
{
    private static readonly string[] s_names = ["unsubscribed", "complaint", "hard-bounce", "manual", "imported"];

    // As Amazon SES, Postmark, SendGrid and Mailgun write them in their exports.
    private static readonly Dictionary<string, SuppressionReason> s_foreign = new(StringComparer.OrdinalIgnoreCase)
    {
        ["unsubscribe"] = SuppressionReason.Unsubscribed,
        ["unsubscribes"] = SuppressionReason.Unsubscribed,
        ["group_unsubscribe"] = SuppressionReason.Unsubscribed,
        ["complaints"] = SuppressionReason.Complaint,
        ["complained"] = SuppressionReason.Complaint,
        ["spamcomplaint"] = SuppressionReason.Complaint,
        ["spam"] = SuppressionReason.Complaint,
        ["spamreport"] = SuppressionReason.Complaint,
        ["spam_report"] = SuppressionReason.Complaint,
        ["bounce"] = SuppressionReason.HardBounce,
        ["bounced"] = SuppressionReason.HardBounce,
        ["bounces"] = SuppressionReason.HardBounce,
        ["hardbounce"] = SuppressionReason.HardBounce,
        ["hard bounce"] = SuppressionReason.HardBounce,
        ["hard_bounce"] = SuppressionReason.HardBounce,
        ["invalid"] = SuppressionReason.HardBounce,
        ["manualsuppression"] = SuppressionReason.Manual,
    };

    /// <summary>All names, for those who are to choose one.</summary>
    public static IReadOnlyList<string> Names => s_names;

    public static string Name(this SuppressionReason reason) => s_names[(int)reason];

    /// <summary>How a reply says it, after "it".</summary>
    public static string Sentence(this SuppressionReason reason) => reason switch
    {
        SuppressionReason.Unsubscribed => "has unsubscribed",
        SuppressionReason.Complaint => "has reported mail as spam",
        SuppressionReason.HardBounce => "does not exist, its server said",
        SuppressionReason.Manual => "was put there by hand",
        SuppressionReason.Imported => "came with an imported list",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Takes our own names alone.</summary>
    public static bool TryParse(string? text, out SuppressionReason reason)
    {
        var index = Array.IndexOf(s_names, text);
        reason = index < 0 ? default : (SuppressionReason)index;
        return index >= 0;
    }

    /// <summary>Takes the names of other systems too.</summary>
    public static bool TryParseAny(string text, out SuppressionReason reason) => TryParse(text.ToLowerInvariant(), out reason) || s_foreign.TryGetValue(text, out reason);
}
