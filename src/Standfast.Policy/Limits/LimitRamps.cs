using System.Collections.Concurrent;
using Standfast.Accounts;
using Standfast.Mail;

namespace Standfast.Policy.Limits;

/// <summary>
/// Where accounts and domains stand in their ramps. An account is as old as it says, a domain as its first proof by the DNS; age is time that
/// has really passed. The account <c>default</c> and clients without credentials have none unless one is chosen. May be called concurrently.
/// </summary>
public sealed class LimitRamps(RampPlans plans, ILimitSettings settings, IAccountStore accounts, LimitBook book, TimeProvider time, bool isOn)
{
    /// <summary>Those that are through their ramp, so that nothing is looked up for them again.</summary>
    private readonly ConcurrentDictionary<(LimitObject, string), bool> _over = new();

    /// <param name="hasCredential">False for a client of a trusted network.</param>
    public RampStep? ForAccount(AccountId account, bool hasCredential) =>
        For(new LimitObject(LimitScope.Account, account.Value), isOn && hasCredential && account != AccountId.Default ? RampPlans.Account : null, () => AgeOf(account));

    /// <param name="domain">Of the From field.</param>
    public RampStep? ForDomain(DomainName domain, AccountId account, bool hasCredential) =>
        For(new LimitObject(LimitScope.Domain, domain.Value), isOn && hasCredential && account != AccountId.Default ? RampPlans.Domain : null, () => AgeOf(domain));

    private RampStep? For(LimitObject limited, string? usual, Func<TimeSpan?> ageByWall)
    {
        var plan = settings.Ramps.TryGetValue(limited, out var chosen) ? chosen : usual;
        if (plan is null or RampPlans.Off || _over.ContainsKey((limited, plan))) return null;
        // A domain that the DNS has not proven stands at the beginning.
        if (book.AgeOf(limited, ageByWall) is not { } age) return plans.At(plan, TimeSpan.Zero);
        var step = plans.At(plan, age);
        if (step is null) _over[(limited, plan)] = true;
        return step;
    }

    private TimeSpan? AgeOf(AccountId account) => accounts.Accounts.FirstOrDefault(one => one.Id == account) is { } found ? time.GetUtcNow() - found.CreatedAt : null;

    private TimeSpan? AgeOf(DomainName domain) => accounts.FindDomain(domain)?.VerifiedAt is { } verified ? time.GetUtcNow() - verified : null;
}
