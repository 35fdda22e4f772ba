namespace Standfast.Storage.Spool;

public sealed class SpoolOptions
{
    /// <summary>
    /// Under load the writer lets records gather so long: a sync costs its thread some 40 us of a processor, for one record or for ten, and who waits
    /// for it waits for a processor anyway. Ours: 0.6 ms.
    /// </summary>
    private static readonly TimeSpan s_gathering = TimeSpan.FromMicroseconds(600);

    /// <summary>Size of a segment file, allocated whole. 1 MiB to 1 GiB; ours: 64 MiB.</summary>
    public int SegmentBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Content kept in RAM for first attempts, in all; beyond, it is read back. Ours: 64 MiB.</summary>
    public long ContentMemoryBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Allocated ahead for results of accepted mail, rounded up to whole segments, at least one: they are written when the disk is
    /// full. Ours: 64 MiB, some 400,000 results.
    /// </summary>
    public long ReserveBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Below, no new mail is taken. 0 switches it off. Ours: 256 MiB, room for the event log while the queue drains.</summary>
    public long MinFreeBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Below, no new mail is taken. 0 switches it off. Ours: 1,000, room for Maildirs.</summary>
    public long MinFreeInodes { get; init; } = 1_000;

    /// <summary>Rest after each half mebibyte that is copied out of a sparse segment: what it takes of the disk. Ours: 125 ms, 4 MiB/s.</summary>
    internal TimeSpan CompactionPause { get; init; } = TimeSpan.FromMilliseconds(125);

    /// <summary>What drives the writer; a simulation has no threads.</summary>
    internal Func<Func<bool>, ILogPump> Pump { get; init; } = run => new ThreadPump(run, "spool writer", s_gathering);

    /// <summary>What drives the work that nobody waits for.</summary>
    internal Func<Func<bool>, ILogPump> Housekeeping { get; init; } = run => new ThreadPump(run, "spool housekeeping");
}
