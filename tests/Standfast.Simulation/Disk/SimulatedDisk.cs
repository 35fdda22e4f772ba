using Standfast.Simulation.Scheduling;

namespace Standfast.Simulation.Disk;

/// <summary>
/// The disk below the spool: outlives every process. Keeps apart what was written and what was synced, names as well as octets;
/// fails, fills up, and stops in the middle of an operation when told to.
/// </summary>
public sealed class SimulatedDisk(StepScheduler scheduler)
{
    private readonly SortedDictionary<string, SimulatedInode> _names = new(StringComparer.Ordinal);
    private SortedDictionary<string, SimulatedInode> _durableNames = new(StringComparer.Ordinal);
    private TimeSpan _fullBefore;
    private TimeSpan? _fullSince;

    /// <summary>Operations until the machine stops within one; null for never.</summary>
    public int? StopsAfter { get; set; }

    /// <summary>Called when it does.</summary>
    public Action? Stopped { get; set; }

    /// <summary>The next sync fails.</summary>
    public bool FailsSync { get; set; }

    /// <summary>The next write fails.</summary>
    public bool FailsWrite { get; set; }

    /// <summary>The next read fails.</summary>
    public bool FailsRead { get; set; }

    /// <summary>No new file can be made.</summary>
    public bool IsFull
    {
        get => _fullSince is not null;
        set
        {
            if (value == IsFull) return;
            if (_fullSince is { } since) _fullBefore += scheduler.Now - since;
            _fullSince = value ? scheduler.Now : null;
        }
    }

    /// <summary>How long it has been full since the world began, all times together.</summary>
    public TimeSpan TimeFull => _fullBefore + (_fullSince is { } since ? scheduler.Now - since : TimeSpan.Zero);

    /// <summary>Whether syncs do what they say; anything else is only to prove that the judge sees it.</summary>
    public SyncHonesty Honesty { get; set; }

    /// <summary>A file system that finds new space for every write: also allocated files can meet a full disk.</summary>
    public bool CopiesOnWrite { get; set; }

    public int Files => _names.Count;

    internal SortedDictionary<string, SimulatedInode> Names => _names;

    public void LosePower()
    {
        scheduler.Trace("disk loses power", _names.Count);
        var random = scheduler.Random;
        var all = _names.Values.Concat(_durableNames.Values).Distinct().ToList();
        foreach (var inode in all) inode.LosePower(random);
        // Each creation and deletion since the last sync of the directory happened or did not.
        foreach (var name in _names.Keys.Union(_durableNames.Keys).Order(StringComparer.Ordinal).ToList())
        {
            var now = _names.GetValueOrDefault(name);
            var then = _durableNames.GetValueOrDefault(name);
            if (now == then) continue;
            var kept = random.Next(2) == 0 ? now : then;
            if (kept is null) _names.Remove(name);
            else _names[name] = kept;
        }

        _durableNames = new SortedDictionary<string, SimulatedInode>(_names, StringComparer.Ordinal);
    }

    internal void SyncNames()
    {
        if (Honesty != SyncHonesty.Drops) _durableNames = new SortedDictionary<string, SimulatedInode>(_names, StringComparer.Ordinal);
    }

    /// <summary>Every operation passes here first.</summary>
    internal void Operate(string what, long detail)
    {
        scheduler.Trace(what, detail);
        if (StopsAfter is not { } left) return;
        StopsAfter = left - 1;
        if (left > 0) return;
        StopsAfter = null;
        Stopped?.Invoke();
        throw new PowerLossException();
    }

    internal void FailSync(SimulatedInode inode)
    {
        FailsSync = false;
        inode.FailSync(scheduler.Random);
        throw new IOException("simulated EIO of a sync");
    }
}
