using Standfast.Web.Console.Shell;

namespace Standfast.Web.Console.Messages;

/// <summary>Where a recipient stands, as a badge says it.</summary>
internal static class StatusWords
{
    /// <summary>What one wants to hear of first.</summary>
    private static readonly string[] s_worstFirst = ["held", "quarantined", "bounced", "undelivered", "complained", "expired", "returned", "suppressed", "deferred", "queued", "released", "accepted", "rerouted", "unsubscribed", "clicked", "opened", "delivered"];

    public static string Worst(IEnumerable<string> statuses) => statuses.OrderBy(status => Array.IndexOf(s_worstFirst, status)).FirstOrDefault() ?? "accepted";

    public static BadgeTone ToneOf(string status) => status switch
    {
        "delivered" or "opened" or "clicked" => BadgeTone.Good,
        "held" or "paused" or "quarantined" => BadgeTone.Held,
        "bounced" or "expired" or "undelivered" or "complained" or "returned" => BadgeTone.Bad,
        "deferred" or "waiting" => BadgeTone.Slow,
        "suppressed" or "unsubscribed" => BadgeTone.Watch,
        _ => BadgeTone.Quiet,
    };

    /// <summary>Such as "2 delivered, 1 held".</summary>
    public static string Sum(IReadOnlyCollection<string> statuses) => statuses.Count switch
    {
        0 => "accepted",
        1 => statuses.First(),
        _ => string.Join(", ", statuses.GroupBy(status => status).OrderBy(group => Array.IndexOf(s_worstFirst, group.Key)).Select(group => $"{group.Count()} {group.Key}")),
    };
}
