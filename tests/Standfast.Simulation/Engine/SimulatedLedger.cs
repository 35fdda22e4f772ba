using Standfast.Delivery.Warmup;

namespace Standfast.Simulation.Engine;

/// <summary>What was written off outlives every crash.</summary>
internal sealed class SimulatedLedger : IWarmupLedger
{
    private readonly Dictionary<(string, string), WarmupDay> _days = [];

    public IReadOnlyList<WarmupDay> Load() => [.. _days.Values];

    public void Save(WarmupDay day) => _days[(day.Source, day.Provider)] = day;
}
