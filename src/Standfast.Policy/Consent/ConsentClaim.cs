using Standfast.Mail;
using Standfast.Policy.Suppression;

namespace Standfast.Policy.Consent;

/// <summary>What a confirmation link says: who is asked whether they want which mail.</summary>
/// <param name="RequestedAt">Whole seconds.</param>
public sealed record ConsentClaim(AccountId Account, StreamName Stream, AddressKey Address, DateTimeOffset RequestedAt);
