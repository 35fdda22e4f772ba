using Standfast.Mail;

namespace Standfast.Accounts;

public sealed record Account(AccountId Id, DateTimeOffset CreatedAt);
