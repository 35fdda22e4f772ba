using Standfast.Mail;

namespace Standfast.Policy.Consent;

/// <summary>What its owner says of a list.</summary>
/// <param name="Stream">Of the account's mail that it is for; null where that is not said.</param>
/// <param name="Source">Where the addresses come from; empty where that is not said.</param>
/// <param name="Collected">The oldest day on which one of them was collected; null where that is not said.</param>
public sealed record ListOrigin(AccountId Account, StreamName? Stream, string Source, DateOnly? Collected);
