using System.Collections.Frozen;
using Standfast.Accounts;
using Standfast.Mail;
using Standfast.MailAuth.Dkim;

namespace Standfast.Simulation.Engine;

/// <summary>Accounts with one domain each, which nobody changes and nobody signs for.</summary>
internal sealed class FixedAccounts(IReadOnlyList<SenderDomain> domains) : IAccountStore, IDkimKeys
{
    private readonly FrozenDictionary<DomainName, SenderDomain> _byName = domains.ToFrozenDictionary(domain => domain.Name);

    public IReadOnlyList<Account> Accounts => [.. domains.Select(domain => new Account(domain.Account, domain.CreatedAt))];

    public IReadOnlyList<Credential> Credentials => [];

    public IReadOnlyList<SenderDomain> Domains => domains;

    public SenderDomain? FindDomain(DomainName name) => _byName.GetValueOrDefault(name);

    public DkimKey? Find(DomainName domain) => null;

    public Credential? FindCredential(string userName) => null;

    public Credential? Authenticate(string userName, ReadOnlySpan<byte> secret) => null;

    public Task<Account> AddAccountAsync(AccountId id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<(Credential Credential, string Secret)> AddCredentialAsync(NewCredential credential, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> RevokeCredentialAsync(string userName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<SenderDomain> AddDomainAsync(SenderDomain domain, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<SenderDomain> MarkVerifiedAsync(DomainName name, DateTimeOffset at, CancellationToken cancellationToken) => throw new NotSupportedException();
}
