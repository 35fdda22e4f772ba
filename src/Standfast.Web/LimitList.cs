using Standfast.Accounts;
using Standfast.Api;
using Standfast.Mail;
using Standfast.Policy.Limits;

namespace Standfast.Web;

/// <summary>Limits as people are shown them.</summary>
public sealed class LimitList(LimitBook book, LimitPolicy policy, LimitRamps ramps, RampPlans plans, ILimitSettings settings, IAccountStore accounts, TimeProvider time)
{
    /// <summary>Objects of a scope that only defaults hold for, in one list.</summary>
    private const int MaxListed = 1_000;

    public ILimitSettings Settings => settings;

    public RampPlans Plans => plans;

    public IEnumerable<LimitResponse> All() =>
        policy.SetObjects.Concat(settings.Ramps.Keys).Concat(Enum.GetValues<LimitScope>().SelectMany(scope => book.Counted(scope, MaxListed))).Distinct()
            .OrderBy(limited => limited.ToString(), StringComparer.Ordinal).SelectMany(Of);

    public IEnumerable<LimitResponse> Of(LimitObject limited)
    {
        var rules = settings.Rules.TryGetValue(limited, out var set) ? set.Where(rule => rule.Amount is null).Concat(policy.RulesFor(limited)) : policy.RulesFor(limited);
        foreach (var rule in rules) yield return Describe(limited, rule, policy.OriginOf(limited, rule), null);
        if (limited.Scope == LimitScope.Credential && accounts.Credentials.FirstOrDefault(one => one.UserName == limited.Name)?.RatePerHour is { } rate)
            yield return Describe(limited, new LimitRule(LimitMetric.Recipients, LimitWindow.Hour, rate), LimitOrigin.Credential, null);
        if (RampOf(limited) is { } step) yield return Describe(limited, new LimitRule(LimitMetric.Recipients, LimitWindow.Day, step.Recipients), LimitOrigin.Ramp, step);
    }

    private RampStep? RampOf(LimitObject limited) => limited.Scope switch
    {
        LimitScope.Account => AccountId.TryParse(limited.Name, out var account) ? ramps.ForAccount(account, hasCredential: true) : null,
        LimitScope.Domain => DomainName.TryParse(limited.Name, out var name) && accounts.FindDomain(name) is { } domain ? ramps.ForDomain(name, domain.Account, hasCredential: true) : null,
        _ => null,
    };

    private LimitResponse Describe(LimitObject limited, LimitRule rule, LimitOrigin origin, RampStep? step)
    {
        var (used, left, fullIn) = book.Read(limited, rule);
        return new LimitResponse(
            limited.ToString(), LimitText.Name(rule.Metric), LimitText.Name(rule.Window), rule.Amount, rule.Burst, used, rule.Amount is null ? null : left,
            fullIn > TimeSpan.Zero ? time.GetUtcNow() + fullIn : null, origin.ToString().ToLowerInvariant(), step?.Plan, step?.Day);
    }
}
