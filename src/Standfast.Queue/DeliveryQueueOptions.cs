namespace Standfast.Queue;

public sealed class DeliveryQueueOptions
{
    /// <summary>Messages in the hands of Delivery at once; more stay in the schedule. 1 to 100,000; ours: 2,000.</summary>
    public int MaxActive { get; init; } = 2_000;

    /// <summary>Fresh messages whose envelope stays in RAM until their first try; beyond, they are read back. Ours: 20,000.</summary>
    public int MaxFreshInMemory { get; init; } = 20_000;

    /// <summary>Name of this host, in DSNs.</summary>
    public required string Hostname { get; init; }
}
