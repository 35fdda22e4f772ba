using Standfast.Accounts;
using Standfast.Accounts.Users;
using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Recovery.Doctor.Checks;

/// <summary>Who may send, and how much a stolen password is worth. Bounds are ours.</summary>
internal static class AccountChecks
{
    private const int ManyCredentials = 50;

    private static readonly TimeSpan s_old = TimeSpan.FromDays(730), s_soon = TimeSpan.FromDays(14);

    public static IReadOnlyList<IDoctorCheck> All { get; } =
    [
        FactCheck.Of("DR-7001", facts => facts.Accounts is not { } accounts ? null : facts["limits.credential"].Length > 0 || facts["limits.account"].Length > 0 ? CheckOutcome.Good
            : CheckOutcome.Of(Grouped([.. Live(facts, accounts).Where(one => one.RatePerHour is null)], "may send without any limit: whoever has the password sends as fast as the server can"))),
        OfLive("DR-7002", (facts, one) => facts.Now - one.CreatedAt > s_old, "are more than two years old: who has seen the passwords since is not known"),
        OfLive("DR-7003", (facts, one) => one.Scope.ExpiresAt is { } end && end - facts.Now < s_soon, "end within 14 days; their users are refused then"),
        FactCheck.Of("DR-7004", facts => facts.Accounts is not { } accounts ? null : CheckOutcome.Of(Grouped([.. accounts.Credentials.Where(one => one.RevokedAt is null && one.Scope.HasExpired(facts.Now))], "have ended and are not revoked"))),
        OfLive("DR-7005", (_, one) => one.Scope.Networks.Any(network => network.PrefixLength < 8), "are bound to networks that are next to everywhere"),
        FactCheck.Of("DR-7006", facts => facts.Accounts is not { } accounts ? null : CheckOutcome.Of(
            Live(facts, accounts).GroupBy(one => one.Account).Where(group => group.Count() > ManyCredentials).Select(group => new Fault(group.Key.Value, $"account {group.Key} has {group.Count()} credentials in force; nobody misses one that is stolen")))),
        FactCheck.Of("DR-7007", facts => facts.Accounts is not { } accounts ? null : CheckOutcome.When(
            accounts.All.Count > 1 && facts["accounts.proven_domains_only"] == "false", () => new Fault("accounts.proven_domains_only", $"{accounts.All.Count} accounts may send in the name of domains that nobody has proven to be theirs", "true"))),
        FactCheck.Of("DR-7008", facts => facts.Accounts is not { } accounts ? null : CheckOutcome.When(
            accounts.All.Count > 1 && facts.List("submission.trusted_networks").Count > 0 && facts["submission.trusted_account"] == "default",
            () => new Fault("submission.trusted_account", "mail without a password counts for the account default: whose it is cannot be told", "ACCOUNT"))),
        OfUsers("DR-7009", (_, users) => CheckOutcome.Of(users.Where(user => user is { Role: > UserRole.Viewer, HasTotp: false }).Select(user => new Fault(user.Name, $"{user.Name} may change things here with a password alone", user.Name)))),
        OfUsers("DR-7010", (_, users) => CheckOutcome.When(users.Count(user => user.Role == UserRole.Owner) > 5, () => new Fault("users", $"{users.Count(user => user.Role == UserRole.Owner)} users own this server; any one password opens everything"))),
        OfUsers("DR-7011", (facts, users) => CheckOutcome.When(users.Count > 0 && facts["accounts.breached_passwords"].Length == 0, () => new Fault("accounts.breached_passwords", "users may choose passwords that are known from breaches, and are tried first", "/var/lib/breached-passwords"))),
        FactCheck.Of("DR-7012", facts => facts.Accounts?.AuditFaults is { } faults ? CheckOutcome.When(faults.Count > 0, () => new Fault("audit log", $"the audit log was changed: {faults[0]}")) : null),
        FactCheck.Of("DR-7013", facts => facts.Accounts is not { } accounts ? null : CheckOutcome.Of(
            facts.List("submission.trusted_account").Where(name => facts.List("submission.trusted_networks").Count > 0 && accounts.All.All(account => account.Id.Value != name)).Select(name => new Fault(name, $"mail from submission.trusted_networks counts for the account {name}, which does not exist", name)))),
    ];

    private static IEnumerable<Credential> Live(DoctorFacts facts, AccountFacts accounts) => accounts.Credentials.Where(one => one.RevokedAt is null && !one.Scope.HasExpired(facts.Now));

    /// <summary>One fault for all of them: a server may have thousands.</summary>
    private static IEnumerable<Fault> Grouped(List<Credential> found, string effect)
    {
        if (found.Count > 0) yield return new Fault(found[0].UserName, $"{found.Count} credentials {effect}: {string.Join(", ", found.Take(5).Select(one => $"{one.UserName} ({one.Account})"))}", found[0].Account.Value);
    }

    private static FactCheck OfLive(string id, Func<DoctorFacts, Credential, bool> isWrong, string effect) =>
        FactCheck.Of(id, facts => facts.Accounts is { } accounts ? CheckOutcome.Of(Grouped([.. Live(facts, accounts).Where(one => isWrong(facts, one))], effect)) : null);

    private static FactCheck OfUsers(string id, Func<DoctorFacts, IReadOnlyList<ConsoleUser>, CheckOutcome> look) => FactCheck.Of(id, facts => facts.Accounts?.Users is { } users ? look(facts, users) : null);
}
