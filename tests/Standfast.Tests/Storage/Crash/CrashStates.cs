namespace Standfast.Tests.Storage.Crash;

/// <summary>
/// What a disk may hold after a power cut behind any of its operations: all that was synced, and of what was not, anything: nothing,
/// all, single writes, torn sectors, later writes without earlier ones, files without names, names without their files' content.
/// </summary>
internal sealed class CrashStates(RecordingDirectory disk, int seed)
{
    private const int SectorBytes = 512;

    private readonly Random _random = new(seed);
    private readonly Dictionary<int, byte[]> _durable = [];
    private readonly Dictionary<string, int> _durableNames = new(StringComparer.Ordinal);
    private readonly List<DiskOperation> _pendingNames = [];
    private readonly List<DiskOperation.Write> _pendingWrites = [];

    /// <summary>Files that were never synced, with the size that they were made with.</summary>
    private readonly Dictionary<int, long> _unsynced = [];

    /// <param name="randomStates">States of random choice behind each operation, beside those that lose or keep whole kinds.</param>
    /// <returns>The number of operations before the cut, and the files.</returns>
    public IEnumerable<(int After, Dictionary<string, byte[]> Files)> Enumerate(int randomStates)
    {
        Begin();
        for (var after = 0; after <= disk.Operations.Count; after++)
        {
            if (after > 0) Apply(disk.Operations[after - 1]);
            yield return (after, Build(_ => false, Lost));
            if (_pendingNames.Count == 0 && _pendingWrites.Count == 0) continue;
            yield return (after, Build(_ => true, Whole));
            yield return (after, Build(_ => true, Lost));
            if (_pendingWrites.Count == 0) continue;
            yield return (after, Build(_ => false, Whole));
            foreach (var one in _pendingWrites)
            {
                yield return (after, Build(_ => true, write => write == one ? Lost(write) : Whole(write)));
                yield return (after, Build(_ => true, write => write == one ? Torn(write) : Lost(write)));
            }

            for (var state = 0; state < randomStates; state++)
                yield return (after, Build(_ => _random.Next(2) == 0, write => _random.Next(3) switch { 0 => Lost(write), 1 => Whole(write), _ => Torn(write) }));
        }
    }

    /// <summary>The files after a power cut behind the last operation that loses all that it may.</summary>
    public Dictionary<string, byte[]> LoseAll()
    {
        Begin();
        foreach (var operation in disk.Operations) Apply(operation);
        return Build(_ => false, Lost);
    }

    private void Begin()
    {
        var number = 0;
        foreach (var (name, bytes) in disk.Start)
        {
            _durable[number] = bytes;
            _durableNames[name] = number++;
        }
    }

    private static bool[] Lost(DiskOperation.Write write) => new bool[SectorsOf(write)];

    private static bool[] Whole(DiskOperation.Write write)
    {
        var kept = new bool[SectorsOf(write)];
        Array.Fill(kept, true);
        return kept;
    }

    private bool[] Torn(DiskOperation.Write write)
    {
        var kept = new bool[SectorsOf(write)];
        for (var sector = 0; sector < kept.Length; sector++) kept[sector] = _random.Next(2) == 0;
        return kept;
    }

    private static int SectorsOf(DiskOperation.Write write) => (int)(((write.Offset + write.Bytes.Length - 1) / SectorBytes) - (write.Offset / SectorBytes) + 1);

    private void Apply(DiskOperation operation)
    {
        switch (operation)
        {
            case DiskOperation.Create create:
                _durable[create.File] = [];
                _unsynced[create.File] = create.SizeBytes;
                _pendingNames.Add(create);
                break;
            case DiskOperation.Delete:
                _pendingNames.Add(operation);
                break;
            case DiskOperation.Write write:
                _pendingWrites.Add(write);
                break;
            case DiskOperation.Sync sync:
                _durable[sync.File] = Content(sync.File, hasSize: true, Whole);
                _unsynced.Remove(sync.File);
                _pendingWrites.RemoveAll(write => write.File == sync.File);
                break;
            case DiskOperation.FailedSync failed:
                _pendingWrites.RemoveAll(write => write.File == failed.File);
                break;
            default:
                foreach (var change in _pendingNames) Rename(_durableNames, change);
                _pendingNames.Clear();
                break;
        }
    }

    private static void Rename(Dictionary<string, int> names, DiskOperation change)
    {
        if (change is DiskOperation.Create create) names[create.Name] = create.File;
        else names.Remove(((DiskOperation.Delete)change).Name);
    }

    private Dictionary<string, byte[]> Build(Predicate<DiskOperation> keepsName, Func<DiskOperation.Write, bool[]> kept)
    {
        var names = new Dictionary<string, int>(_durableNames, StringComparer.Ordinal);
        foreach (var change in _pendingNames)
            if (keepsName(change))
                Rename(names, change);
        return names.ToDictionary(name => name.Key, name => Content(name.Value, _random.Next(2) == 0, kept), StringComparer.Ordinal);
    }

    private byte[] Content(int file, bool hasSize, Func<DiskOperation.Write, bool[]> kept)
    {
        var bytes = _durable[file];
        var size = _unsynced.TryGetValue(file, out var made) && hasSize ? (int)made : bytes.Length;
        var content = new byte[size];
        bytes.CopyTo(content, 0);
        foreach (var write in _pendingWrites)
        {
            if (write.File != file) continue;
            var sectors = kept(write);
            var from = 0;
            for (var sector = 0; sector < sectors.Length; sector++)
            {
                var to = (int)Math.Min(((write.Offset / SectorBytes) + sector + 1) * SectorBytes - write.Offset, write.Bytes.Length);
                if (sectors[sector])
                {
                    if (write.Offset + to > content.Length) Array.Resize(ref content, (int)write.Offset + to);
                    write.Bytes.AsSpan(from, to - from).CopyTo(content.AsSpan((int)write.Offset + from));
                }

                from = to;
            }
        }

        return content;
    }
}
