using Standfast.Accounts;

namespace Standfast.Recovery.Doctor.Facts;

/// <summary>Who may send here, and in which names.</summary>
public sealed record AccountFacts(IReadOnlyList<Account> All, IReadOnlyList<Credential> Credentials, IReadOnlyList<DomainFacts> Domains)
{
    /// <summary>Users of the console; null where they could not be read.</summary>
    public IReadOnlyList<Standfast.Accounts.Users.ConsoleUser>? Users { get; init; }

    /// <summary>Changes of the audit log that nobody was to make, one sentence each; null where it could not be read.</summary>
    public IReadOnlyList<string>? AuditFaults { get; init; }
}
