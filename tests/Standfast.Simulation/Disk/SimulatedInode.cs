namespace Standfast.Simulation.Disk;

/// <summary>A file's octets as processes see them, and as they are on the platter.</summary>
internal sealed class SimulatedInode(int sizeBytes)
{
    private const int PageBytes = 4096;
    private const int SectorBytes = 512;

    private readonly SortedSet<int> _dirty = [];
    private readonly SortedSet<int> _late = [];
    private byte[] _durable = [];

    public byte[] Bytes { get; private set; } = new byte[sizeBytes];

    public void Write(long offset, ReadOnlySpan<byte> piece)
    {
        if (offset + piece.Length > Bytes.Length)
        {
            var grown = Bytes;
            Array.Resize(ref grown, (int)(offset + piece.Length));
            Bytes = grown;
        }

        piece.CopyTo(Bytes.AsSpan((int)offset));
        for (var page = (int)(offset / PageBytes); page * (long)PageBytes < offset + piece.Length; page++) _dirty.Add(page);
    }

    public void Sync()
    {
        Grow();
        foreach (var page in _dirty) Persist(page * PageBytes, PageBytes);
        _dirty.Clear();
    }

    /// <summary>Makes durable what was written before the last call.</summary>
    public void SyncLate()
    {
        Grow();
        foreach (var page in _late) Persist(page * PageBytes, PageBytes);
        _late.Clear();
        _late.UnionWith(_dirty);
    }

    /// <summary>A failed sync: the pages count as clean whether or not they were written (as on Linux).</summary>
    public void FailSync(Random random)
    {
        if (random.Next(2) == 0) Grow();
        foreach (var page in _dirty)
            if (random.Next(2) == 0)
                Persist(page * PageBytes, PageBytes);
        _dirty.Clear();
    }

    /// <summary>Each page that was not synced is there, not there, or there in part; in any order.</summary>
    public void LosePower(Random random)
    {
        if (random.Next(3) > 0) Grow();
        foreach (var page in _dirty)
        {
            var fate = random.Next(3);
            if (fate == 0) continue;
            for (var sector = page * PageBytes; sector < (page + 1) * PageBytes; sector += SectorBytes)
                if (fate == 1 || random.Next(2) == 0)
                    Persist(sector, SectorBytes);
        }

        _dirty.Clear();
        Bytes = [.. _durable];
    }

    private void Grow()
    {
        if (_durable.Length < Bytes.Length) Array.Resize(ref _durable, Bytes.Length);
    }

    private void Persist(int offset, int length)
    {
        // Space that was allocated and whose size was not synced is lost with it.
        length = Math.Min(length, Math.Min(Bytes.Length, _durable.Length) - offset);
        if (length > 0) Bytes.AsSpan(offset, length).CopyTo(_durable.AsSpan(offset));
    }
}
