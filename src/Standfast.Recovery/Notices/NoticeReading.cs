namespace Standfast.Recovery.Notices;

/// <summary>What a notice says. Without a rule that knows it, <see cref="Kind"/> is <see cref="NoticeKind.Unknown"/> and the text is all there is.</summary>
/// <param name="RuleId">As in data/notices or data/replies; "none" where none knew it.</param>
/// <param name="Counterparty">Id of a playbook, or a provider's name; <see cref="NoticeReader.UnknownCounterparty"/> where it does not show.</param>
/// <param name="Cause">As in data/replies; "other" where it does not show.</param>
/// <param name="Action">What the owner should do; "" where nothing is known.</param>
/// <param name="Quote">The sentence that decided, word for word.</param>
public sealed record NoticeReading(string RuleId, string Counterparty, NoticeKind Kind, string Cause, string Action, string Quote)
{
    /// <summary>What its writer wrote, without markup; at most <see cref="NoticeReader.MaxKept"/> characters.</summary>
    public string Text { get; init; } = "";

    /// <summary>IP addresses that it names, in their order; at most <see cref="NoticeHints.Most"/>, as are the others.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Lower case.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>Message-IDs and ids of queues.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>By when they want an answer; null where they do not say.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>What it was found in is all of the notice; else the rest was too long to be read.</summary>
    public bool IsComplete { get; init; } = true;
}
