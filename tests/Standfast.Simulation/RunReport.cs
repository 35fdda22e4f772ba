using Standfast.Simulation.Faults;

namespace Standfast.Simulation;

/// <summary>What became of one seed.</summary>
/// <param name="Promises">Recipients that a client was promised.</param>
/// <param name="Duplicates">Deliveries beyond the first, all of them excused by a crash or a broken line unless a violation names them.</param>
public sealed record RunReport(
    int Seed, ulong TraceHash, long Steps, TimeSpan VirtualTime, int Promises, int Duplicates, int Crashes, IReadOnlyDictionary<FaultKind, int> Faults, IReadOnlyList<string> Violations)
{
    /// <summary>Messages that were moved out of sparse segments.</summary>
    public long Moved { get; init; }

    /// <summary>What happened last, when it was kept.</summary>
    public IReadOnlyList<string> LastLines { get; init; } = [];
}
