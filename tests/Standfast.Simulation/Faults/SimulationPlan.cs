using Standfast.Simulation.Disk;

namespace Standfast.Simulation.Faults;

/// <summary>What one seed makes of the world: sizes, times, and which faults it has. Some seeds have few kinds of fault, some all: each hides others.</summary>
public sealed record SimulationPlan
{
    public required IReadOnlySet<FaultKind> Faults { get; init; }

    /// <summary>How long clients send and faults come.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>Between two faults, on average.</summary>
    public required TimeSpan FaultEvery { get; init; }

    public required int Clients { get; init; }

    public required int MessagesPerClient { get; init; }

    public required int MaxBodyOctets { get; init; }

    public required double Rudeness { get; init; }

    public required int SegmentBytes { get; init; }

    public required long ReserveBytes { get; init; }

    public required bool CopiesOnWrite { get; init; }

    public required long ContentMemoryBytes { get; init; }

    public required int MaxFreshInMemory { get; init; }

    public required TimeSpan SyncTime { get; init; }

    public required TimeSpan CheckpointEvery { get; init; }

    public required int ConnectionsPerSite { get; init; }

    public required int TransactionsPerConnection { get; init; }

    public required int RecipientsPerTransaction { get; init; }

    public required IReadOnlyList<int> NetworkSegments { get; init; }

    public required TimeSpan ExpireAfter { get; init; }

    public IReadOnlyList<TimeSpan> Retries { get; init; } = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1)];

    /// <summary>Mail leaves by two pools, one of them with a source that is being warmed up.</summary>
    public bool HasPools { get; init; }

    public SyncHonesty Syncs { get; init; }

    public static SimulationPlan Draw(int seed)
    {
        // Not the history's own randomness: what is drawn here must not move with what is drawn there.
        var random = new Random(seed ^ 0x5eed);
        T Of<T>(params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];
        var share = Of(0, 0.2, 0.5, 0.5, 1);
        var length = TimeSpan.FromHours(Of(1, 1, 4, 4, 12, 30));
        var segments = Of<IReadOnlyList<int>>([64 * 1024], [1460], [64 * 1024, 64 * 1024, 7]);
        return new SimulationPlan
        {
            Faults = Enum.GetValues<FaultKind>().Where(_ => random.NextDouble() < share).ToHashSet(),
            Length = length,
            FaultEvery = length / Of(5, 20, 60),
            Clients = random.Next(1, 5),
            MessagesPerClient = Of(3, 10, 25),
            MaxBodyOctets = segments.Contains(7) ? 500 : Of(500, 500, 3_000, 300_000),
            Rudeness = Of(0, 0, 0.1),
            SegmentBytes = Of(4 * 1024, 16 * 1024, 256 * 1024),
            ReserveBytes = Of(0L, 0L, 40_000L),
            CopiesOnWrite = Of(false, false, true),
            ContentMemoryBytes = Of(0L, 8 * 1024, 64 * 1024 * 1024),
            MaxFreshInMemory = Of(0, 3, 20_000),
            SyncTime = Of(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(2)),
            CheckpointEvery = TimeSpan.FromMinutes(Of(1, 10, 30)),
            ConnectionsPerSite = Of(1, 2, 20),
            TransactionsPerConnection = Of(1, 3, 1_000),
            RecipientsPerTransaction = Of(1, 3, 100),
            NetworkSegments = segments,
            ExpireAfter = TimeSpan.FromHours(Of(4, 12, 120)),
            HasPools = Of(false, false, true),
        };
    }
}
