namespace Standfast.Reputation.Identity;

/// <summary>What was seen of an address before.</summary>
/// <param name="Names">Of its PTR records, in alphabetical order.</param>
/// <param name="Before">Its names before they changed; null where they never did.</param>
/// <param name="Told">Faults that the owner knows of.</param>
public sealed record KnownIdentity(string Address, IReadOnlyList<string> Names, DateTimeOffset Since, IReadOnlyList<string>? Before, IReadOnlyList<IdentityFault> Told);
