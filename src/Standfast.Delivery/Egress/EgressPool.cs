using System.Collections.Immutable;
using Standfast.Queue.Scheduling;

namespace Standfast.Delivery.Egress;

/// <summary>Sources that share the mail of some accounts and streams evenly.</summary>
public sealed record EgressPool(string Name, ImmutableArray<EgressSource> Sources)
{
    /// <summary>The system chooses the address.</summary>
    public static EgressPool Default { get; } = new(PooledSite.DefaultPool, [EgressSource.System]);
}
