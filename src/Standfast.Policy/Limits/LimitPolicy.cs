using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Standfast.Policy.Limits;

/// <summary>Which rules an object has: those set for it, over the defaults of its scope. May be called concurrently.</summary>
/// <param name="providers">The default for providers is for these alone: recipients' domains are without number.</param>
public sealed class LimitPolicy(IReadOnlyDictionary<LimitScope, ImmutableArray<LimitRule>> defaults, ILimitSettings settings, IReadOnlySet<string> providers)
{
    private volatile Snapshot _snapshot = Snapshot.Make(defaults, settings, providers);

    /// <summary>Rules with an amount; empty where there is no limit.</summary>
    public ImmutableArray<LimitRule> RulesFor(LimitObject limited)
    {
        var now = Current;
        if (now.Set.TryGetValue(limited, out var rules)) return rules;
        return limited.Scope != LimitScope.Provider || providers.Contains(limited.Name) ? now.Defaults[(int)limited.Scope] : [];
    }

    /// <summary>False where no object of the scope has a limit: then none need be looked for.</summary>
    public bool HasAny(LimitScope scope) => Current.Any[(int)scope];

    /// <summary>Objects that something was set for.</summary>
    public IReadOnlyList<LimitObject> SetObjects => [.. settings.Rules.Keys.OrderBy(one => one.ToString(), StringComparer.Ordinal)];

    /// <summary>Of the rule with this metric and window.</summary>
    public LimitOrigin OriginOf(LimitObject limited, LimitRule rule) =>
        settings.Rules.TryGetValue(limited, out var rules) && rules.Any(one => one.Metric == rule.Metric && one.Window == rule.Window) ? LimitOrigin.Set : LimitOrigin.Default;

    private Snapshot Current
    {
        get
        {
            var snapshot = _snapshot;
            return snapshot.Version == settings.Version ? snapshot : _snapshot = Snapshot.Make(defaults, settings, providers);
        }
    }

    private sealed record Snapshot(int Version, ImmutableArray<LimitRule>[] Defaults, FrozenDictionary<LimitObject, ImmutableArray<LimitRule>> Set, bool[] Any)
    {
        public static Snapshot Make(IReadOnlyDictionary<LimitScope, ImmutableArray<LimitRule>> defaults, ILimitSettings settings, IReadOnlySet<string> providers)
        {
            // The version first: a change that comes between is seen next time.
            var version = settings.Version;
            var scopes = Enum.GetValues<LimitScope>();
            var common = scopes.Select(scope => defaults.TryGetValue(scope, out var rules) ? rules.Where(rule => rule.Amount is not null).ToImmutableArray() : []).ToArray();
            var set = settings.Rules.ToFrozenDictionary(
                one => one.Key,
                one => one.Value.Concat((one.Key.Scope != LimitScope.Provider || providers.Contains(one.Key.Name) ? common[(int)one.Key.Scope] : []).Where(rule => !one.Value.Any(own => own.Metric == rule.Metric && own.Window == rule.Window))).Where(rule => rule.Amount is not null).ToImmutableArray());
            return new Snapshot(version, common, set, [.. scopes.Select(scope => common[(int)scope].Length > 0 || set.Keys.Any(one => one.Scope == scope))]);
        }
    }
}
