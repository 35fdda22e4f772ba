using Microsoft.Extensions.Logging;
using Standfast.Delivery.Egress;
using Standfast.Delivery.Providers;

namespace Standfast.Delivery.Warmup;

/// <summary>The allowances of all sources that are being warmed up. May be called concurrently.</summary>
/// <param name="ledger">Null where no source is.</param>
/// <param name="ageOf">How long ago a time was that the wall clock has shown: never too long.</param>
internal sealed class WarmupTable(IWarmupLedger? ledger, WarmupPlans plans, Func<DateTimeOffset, TimeSpan> ageOf, TimeProvider time, ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Source, string Provider), Allowance> _allowances = [];
    private readonly Dictionary<(string Source, string Provider), WarmupDay> _kept = (ledger?.Load() ?? []).ToDictionary(day => (day.Source, day.Provider));

    /// <summary>Users of the provider complain too much of what the source sends: its plan stays where it is for this day.</summary>
    /// <param name="provider">As facts name it: name of its profile, or the site's.</param>
    public void Doubt(string source, string provider)
    {
        lock (_lock)
        {
            // Providers without a profile share one allowance.
            if (_allowances.TryGetValue((source, provider), out var known) || _allowances.TryGetValue((source, WarmupPlans.Default), out known)) known.Doubt(isCertain: true);
        }
    }

    /// <param name="provider">Name of its profile.</param>
    /// <returns>Null where the source is not being warmed up.</returns>
    public Allowance? Find(EgressSource source, string provider)
    {
        if (!source.IsWarming || ledger is null) return null;
        lock (_lock)
        {
            var key = (source.Name, provider);
            if (_allowances.TryGetValue(key, out var known)) return known;
            var day = _kept.GetValueOrDefault(key) ?? new WarmupDay(source.Name, provider, 0, time.GetUtcNow(), 0);
            return _allowances[key] = new Allowance(day, plans.Find(provider), ledger, ageOf, time, logger);
        }
    }
}
