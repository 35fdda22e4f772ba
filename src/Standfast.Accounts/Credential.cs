using Standfast.Mail;

namespace Standfast.Accounts;

/// <summary>An SMTP user of an account. The secret itself is never stored.</summary>
public sealed record Credential(string UserName, AccountId Account, string? Description, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);
