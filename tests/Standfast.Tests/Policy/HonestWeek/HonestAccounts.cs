using Standfast.Accounts;
using Standfast.Mail;
using Standfast.Simulation.Internet.Honest;

namespace Standfast.Tests.Policy.HonestWeek;

/// <summary>Accounts in memory, each with its credential and its proven domains, as old as they are said to be.</summary>
internal sealed class HonestAccounts(IEnumerable<HonestCredential> senders, DateTimeOffset createdAt) : IAccountStore
{
    private readonly Dictionary<string, Credential> _credentials = senders.ToDictionary(sender => sender.User, sender => new Credential(sender.User, AccountId.Parse(sender.Account), null, createdAt, null));

    public IReadOnlyList<Account> Accounts => [.. _credentials.Values.Select(credential => new Account(credential.Account, createdAt))];

    public IReadOnlyList<Credential> Credentials => [.. _credentials.Values];

    public IReadOnlyList<SenderDomain> Domains => [];

    public Credential? FindCredential(string userName) => _credentials.GetValueOrDefault(userName);

    /// <summary>customerN.example and what is below it is the N-th customer's.</summary>
    public SenderDomain? FindDomain(DomainName name) =>
        name.Value.Split('.') is [.., var customer, "example"] && _credentials.TryGetValue($"{customer}-main", out var credential) ? new SenderDomain(name, credential.Account, createdAt) { VerifiedAt = createdAt, DkimSelector = "s1" } : null;

    public Credential? Authenticate(string userName, ReadOnlySpan<byte> secret) => throw new NotSupportedException();

    public Task<Account> AddAccountAsync(AccountId id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<(Credential Credential, string Secret)> AddCredentialAsync(NewCredential credential, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> RevokeCredentialAsync(string userName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<SenderDomain> AddDomainAsync(SenderDomain domain, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<SenderDomain> MarkVerifiedAsync(DomainName name, DateTimeOffset at, CancellationToken cancellationToken) => throw new NotSupportedException();
}
