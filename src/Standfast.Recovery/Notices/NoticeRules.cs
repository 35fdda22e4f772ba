namespace Standfast.Recovery.Notices;

/// <summary>What data/notices knows.</summary>
public sealed record NoticeRules(IReadOnlyList<CounterpartyMark> Counterparties, IReadOnlyList<NoticeRule> Rules, IReadOnlyList<CauseWord> Causes);
