using Standfast.Mail;

namespace Standfast.Accounts;

/// <summary>An SMTP user or API key of an account. The secret itself is never stored.</summary>
public sealed record Credential(string UserName, AccountId Account, string? Description, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt)
{
    public CredentialKind Kind { get; init; }

    public CredentialScope Scope { get; init; } = CredentialScope.Unlimited;

    /// <summary>Recipients in an hour; null sets no limit of its own.</summary>
    public int? RatePerHour => Scope.RatePerHour;
}
