namespace Standfast.Policy.Limits;

/// <summary>What was used in one sixtieth of a window.</summary>
/// <param name="Index">Sixtieths of the window since the ledger's time began.</param>
/// <param name="Used">Really.</param>
/// <param name="Reserved">Written off ahead; as much as <paramref name="Used"/>, or more. After a loss of power all of it counts as used.</param>
public readonly record struct LimitSlot(long Index, long Used, long Reserved);
