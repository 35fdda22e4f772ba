namespace Standfast.Simulation.Disk;

/// <summary>What a sync of the simulated disk does.</summary>
public enum SyncHonesty
{
    /// <summary>What was written is durable.</summary>
    True,

    /// <summary>What was written before the sync before is durable: as if the answer came before the sync.</summary>
    Late,

    /// <summary>Nothing.</summary>
    Drops,
}
