namespace Standfast.Policy.Limits;

/// <summary>When something new began, by the ledger's time; before the ledger's beginning it is negative.</summary>
public readonly record struct LimitBirth(LimitObject Subject, TimeSpan At);
