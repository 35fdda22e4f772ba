using Standfast.Mail;

namespace Standfast.Accounts;

/// <summary>
/// Accounts with their credentials and domains. Look-ups answer from memory; changes return when they are durable.
/// May be called concurrently.
/// </summary>
public interface IAccountStore
{
    IReadOnlyList<Account> Accounts { get; }

    IReadOnlyList<Credential> Credentials { get; }

    IReadOnlyList<SenderDomain> Domains { get; }

    SenderDomain? FindDomain(DomainName name);

    /// <summary>As it is now, revoked or not; null when there never was one with this user name.</summary>
    Credential? FindCredential(string userName);

    /// <summary>Finds the live credential with this user name and compares its secret in constant time; null when either is wrong. Its scope is not looked at.</summary>
    Credential? Authenticate(string userName, ReadOnlySpan<byte> secret);

    /// <exception cref="AccountConflictException">The name is taken.</exception>
    Task<Account> AddAccountAsync(AccountId id, CancellationToken cancellationToken);

    /// <summary>Makes a credential with a generated user name and secret of 160 random bits. Only the secret's hash is kept.</summary>
    /// <exception cref="AccountConflictException">No such account.</exception>
    Task<(Credential Credential, string Secret)> AddCredentialAsync(NewCredential credential, CancellationToken cancellationToken);

    /// <returns>False when there is no such live credential.</returns>
    Task<bool> RevokeCredentialAsync(string userName, CancellationToken cancellationToken);

    /// <exception cref="AccountConflictException">The domain is taken, or no such account.</exception>
    Task<SenderDomain> AddDomainAsync(SenderDomain domain, CancellationToken cancellationToken);

    Task<SenderDomain> MarkVerifiedAsync(DomainName name, DateTimeOffset at, CancellationToken cancellationToken);
}

/// <summary>Short forms.</summary>
public static class AccountStoreExtensions
{
    /// <summary>An SMTP user without limits of its own.</summary>
    public static Task<(Credential Credential, string Secret)> AddCredentialAsync(this IAccountStore store, AccountId account, string? description, CancellationToken cancellationToken) =>
        store.AddCredentialAsync(new NewCredential(account, description), cancellationToken);
}

/// <summary>The change contradicts what is stored; the message is a sentence for the caller.</summary>
public sealed class AccountConflictException : Exception
{
    public AccountConflictException(string message) : base(message) { }
    public AccountConflictException() { }
    public AccountConflictException(string message, Exception innerException) : base(message, innerException) { }
}
