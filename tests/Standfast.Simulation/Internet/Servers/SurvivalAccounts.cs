using Standfast.Accounts;
using Standfast.Mail;
using Standfast.MailAuth.Dkim;
using Standfast.Simulation.Internet.Honest;

namespace Standfast.Simulation.Internet.Servers;

/// <summary>
/// Customers of some years, each with one credential and its domain. Nothing is signed: the world takes SPF, DKIM and DMARC of all their domains
/// for set up, and a signature costs a run minutes.
/// </summary>
internal sealed class SurvivalAccounts(IEnumerable<HonestCredential> senders, DateTimeOffset createdAt) : IAccountStore, IDkimKeys
{
    private readonly Dictionary<string, Credential> _credentials = senders.ToDictionary(sender => sender.User, sender => new Credential(sender.User, AccountId.Parse(sender.Account), null, createdAt, null));
    private readonly Dictionary<DomainName, SenderDomain> _domains = [];

    public IReadOnlyList<Account> Accounts => [.. _credentials.Values.Select(credential => new Account(credential.Account, createdAt))];

    public IReadOnlyList<Credential> Credentials => [.. _credentials.Values];

    public IReadOnlyList<SenderDomain> Domains => [];

    public Credential? FindCredential(string userName) => _credentials.GetValueOrDefault(userName);

    /// <summary>customerN.example and what is below it is the N-th customer's.</summary>
    public SenderDomain? FindDomain(DomainName name)
    {
        if (_domains.TryGetValue(name, out var known)) return known;
        if (name.Value.Split('.') is not [.., var customer, "example"] || !_credentials.TryGetValue($"{customer}-main", out var credential)) return null;
        return _domains[name] = new SenderDomain(name, credential.Account, createdAt) { VerifiedAt = createdAt, DkimSelector = "s1" };
    }

    /// <summary>Whoever knows a user name here is let in: passwords are not what is simulated.</summary>
    public Credential? Authenticate(string userName, ReadOnlySpan<byte> secret) => FindCredential(userName);

    public DkimKey? Find(DomainName domain) => null;

    public Task<Account> AddAccountAsync(AccountId id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<(Credential Credential, string Secret)> AddCredentialAsync(NewCredential credential, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> RevokeCredentialAsync(string userName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<SenderDomain> AddDomainAsync(SenderDomain domain, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<SenderDomain> MarkVerifiedAsync(DomainName name, DateTimeOffset at, CancellationToken cancellationToken) => throw new NotSupportedException();
}
