using Standfast.Mail;

namespace Standfast.Accounts;

/// <summary>What a credential is to be; its user name and secret are generated.</summary>
public sealed record NewCredential(AccountId Account, string? Description)
{
    public CredentialKind Kind { get; init; }

    public CredentialScope Scope { get; init; } = CredentialScope.Unlimited;
}
