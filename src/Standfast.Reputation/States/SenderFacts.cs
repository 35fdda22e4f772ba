using Standfast.Mail;

namespace Standfast.Reputation.States;

/// <summary>Whose mail a message is.</summary>
/// <param name="Account">Null for forwarded mail and our own reports.</param>
/// <param name="Credential">User name; null where there was none.</param>
public readonly record struct SenderFacts(AccountId? Account, string? Credential, StreamName Stream, CampaignName? Campaign);
