using Standfast.Simulation.Network;

namespace Standfast.Simulation.Judging;

/// <summary>A message that a sink took for a recipient.</summary>
internal sealed class Delivery(TimeSpan at, SimulatedLink link, int crashes, bool isKnown)
{
    public TimeSpan At { get; } = at;

    /// <summary>The server has made the outcome durable.</summary>
    public bool IsRecorded { get; set; }

    public SimulatedLink Link { get; } = link;

    /// <summary>Crashes before it; another one since then may have cost the outcome.</summary>
    public int Crashes { get; } = crashes;

    /// <summary>The sink's answer was sent.</summary>
    public bool IsKnown { get; } = isKnown;
}
