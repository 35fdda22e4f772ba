namespace Standfast.Recovery.Notices;

/// <summary>One kind of notice. Phrases are looked for in any case, as words of their own.</summary>
/// <param name="Counterparty">Whose it is; null for anybody of <paramref name="From"/>.</param>
/// <param name="From">Kinds of counterparties; empty for all.</param>
/// <param name="Otherwise">Counterparty where the notice does not say; null where the rule is then not for it.</param>
/// <param name="Cause">As in data/replies; null where the words of the notice say it.</param>
/// <param name="Action">What the owner should do, in one word of data/replies.</param>
public sealed record NoticeRule(
    string Id, NoticeKind Kind, string? Counterparty, IReadOnlyList<string> From, string? Otherwise, string? Cause, string Action, IReadOnlyList<string> All, IReadOnlyList<string> Any, IReadOnlyList<string> None, string Source, DateOnly Date);
