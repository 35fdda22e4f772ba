namespace Standfast.Recovery;

/// <summary>The notice that an incident was opened by.</summary>
/// <param name="Kind">As in data/notices, such as "suspension"; "unknown" where no rule knew it.</param>
/// <param name="Quote">The sentence that decided, word for word.</param>
/// <param name="Deadline">By when they want an answer; null where they did not say.</param>
/// <param name="Addresses">IP addresses that it names; the others likewise.</param>
public sealed record IncidentNotice(string Kind, string Quote, DateTimeOffset? Deadline, IReadOnlyList<string> Addresses, IReadOnlyList<string> Domains, IReadOnlyList<string> Messages)
{
    /// <summary>What they wrote, without markup; of a long one the beginning.</summary>
    public string Text { get => field ?? ""; init; } = "";
}
