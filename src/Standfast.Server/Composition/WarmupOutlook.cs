using Standfast.Delivery;
using Standfast.Delivery.Warmup;
using Standfast.Policy.Limits.Planning;
using Standfast.Storage.Sqlite;

namespace Standfast.Server.Composition;

/// <summary>Reads from settings, plans and the warm-up ledger what each pool may send to a provider on the days to come.</summary>
internal sealed class WarmupOutlook(DeliveryOptions options, string ledger, TimeProvider time) : IWarmupOutlook
{
    /// <summary>What providers without a profile are called.</summary>
    private const string Others = "default";

    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    public IReadOnlyList<long> CapsOf(string pool, string provider)
    {
        var sources = options.Pools.FirstOrDefault(one => one.Name == pool)?.Sources ?? [];
        if (sources.Length == 0 || sources.Any(source => !source.IsWarming)) return [];
        var name = options.Providers.Profiles.Any(profile => profile.Name == provider) ? provider : Others;
        var plan = options.Warmup.Find(name);
        using var kept = SqliteWarmupLedger.Open(ledger);
        var days = kept.Load().Where(day => day.Provider == name).ToDictionary(day => day.Source);
        var caps = new long[plan.Length];
        var last = 0;
        foreach (var source in sources)
        {
            var day = days.GetValueOrDefault(source.Name) ?? new WarmupDay(source.Name, name, 0, time.GetUtcNow(), 0);
            // A source that is warm lets everything go: the pool has no cap from that day on.
            if (plan.Length - day.Step is var left && left <= 0) return [];
            for (var place = 0; place < left; place++) caps[place] += plan[day.Step + place];
            if (time.GetUtcNow() - day.Began < s_day) caps[0] -= Math.Min(day.Spent, plan[day.Step]);
            last = last == 0 ? left : Math.Min(last, left);
        }

        return caps[..last];
    }
}
