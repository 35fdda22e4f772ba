namespace Standfast.Storage.Spool;

public sealed class SpoolOptions
{
    /// <summary>Size of a segment file, allocated whole. 1 MiB to 1 GiB; ours: 64 MiB.</summary>
    public int SegmentBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Content kept in RAM for first attempts, in all; beyond, it is read back. Ours: 64 MiB.</summary>
    public long ContentMemoryBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>What drives the writer; a simulation has no threads.</summary>
    internal Func<Func<bool>, ILogPump> Pump { get; init; } = run => new ThreadPump(run, "spool writer");

    /// <summary>What drives the work that nobody waits for.</summary>
    internal Func<Func<bool>, ILogPump> Housekeeping { get; init; } = run => new ThreadPump(run, "spool housekeeping");
}
