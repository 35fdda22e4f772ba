using Standfast.Storage.Files;

namespace Standfast.Tests.Storage;

/// <summary>A disk in memory that remembers what was synced, fails on demand, and can lose power. May be used concurrently.</summary>
internal sealed class FaultyDirectory : ISpoolDirectory
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, FaultyFile> _files = [];

    /// <summary>The files as they were named when the directory was last synced.</summary>
    private Dictionary<string, FaultyFile> _durable = [];

    /// <summary>Syncs from this one on fail; counted from 1.</summary>
    public int FailSyncFrom { get; set; } = int.MaxValue;

    public int Syncs { get; private set; }

    /// <summary>From this one on every change fails as if the process had ended before it; counted from 1.</summary>
    public int StopAtStep { get; set; } = int.MaxValue;

    /// <summary>Creations, writes, syncs, deletions and renames.</summary>
    public int Steps { get; private set; }

    /// <summary>Writes end for want of room, having written some.</summary>
    public bool IsFullForWrites { get; set; }

    /// <summary>Octets that new files may still take.</summary>
    public long FreeBytes { get; set; } = long.MaxValue;

    public long FreeInodes { get; set; } = long.MaxValue;

    public FileSystemKind FileSystem { get; } = FileSystemKind.Of(0xEF53);

    public DiskSpace GetSpace() => new(FreeBytes, FreeInodes);

    public IReadOnlyList<string> Names => List();

    public IReadOnlyList<string> List()
    {
        lock (_lock) return [.. _files.Keys.Order(StringComparer.Ordinal)];
    }

    public ISpoolFile Create(string name, long sizeBytes)
    {
        lock (_lock)
        {
            StepLocked();
            if (sizeBytes > FreeBytes) throw new DiskFullException("injected ENOSPC");
            if (FreeBytes != long.MaxValue) FreeBytes -= sizeBytes;
            return _files[name] = new FaultyFile(this, new byte[sizeBytes], new byte[sizeBytes]);
        }
    }

    public ISpoolFile Open(string name)
    {
        lock (_lock) return _files.TryGetValue(name, out var file) ? file : throw new FileNotFoundException(name);
    }

    public void Delete(string name)
    {
        lock (_lock)
        {
            StepLocked();
            _files.Remove(name);
        }
    }

    public void Sync()
    {
        lock (_lock)
        {
            StepLocked();
            CountSyncLocked();
            _durable = new Dictionary<string, FaultyFile>(_files);
        }
    }

    public void Dispose() { }

    /// <summary>What a restart after a power cut finds: only what was synced.</summary>
    /// <param name="losesNames">Creations, deletions and renames since the last sync of the directory are undone.</param>
    public FaultyDirectory AfterPowerCut(bool losesNames = false) => Copy(losesNames ? _durable : _files, file => file.Synced);

    /// <summary>What a restart after the end of the process finds: all that was written.</summary>
    public FaultyDirectory AfterKill() => Copy(_files, file => file.Bytes);

    public void Flip(string name, long offset) => _files[name].Flip(offset);

    public byte[] Read(string name) => [.. _files[name].Bytes];

    public void Replace(string name, byte[] bytes) => _files[name] = new FaultyFile(this, bytes, [.. bytes]);

    private FaultyDirectory Copy(Dictionary<string, FaultyFile> files, Func<FaultyFile, byte[]> content)
    {
        var copy = new FaultyDirectory();
        lock (_lock)
        {
            foreach (var (name, file) in files) copy._files[name] = new FaultyFile(copy, [.. content(file)], [.. content(file)]);
        }

        copy._durable = new Dictionary<string, FaultyFile>(copy._files);
        return copy;
    }

    private void StepLocked()
    {
        if (++Steps >= StopAtStep) throw new IOException("the process has ended");
    }

    private void CountSyncLocked()
    {
        if (++Syncs >= FailSyncFrom) throw new IOException("injected EIO");
    }

    private sealed class FaultyFile(FaultyDirectory owner, byte[] bytes, byte[] synced) : ISpoolFile
    {
        private const int RecordHeaderOctets = 48;

        private readonly Lock _lock = new();

        public byte[] Bytes => bytes;

        public byte[] Synced { get; private set; } = synced;

        public long SizeBytes => bytes.Length;

        public int Read(long offset, Span<byte> buffer)
        {
            lock (_lock)
            {
                var length = (int)Math.Clamp(bytes.Length - offset, 0, buffer.Length);
                if (length > 0) bytes.AsSpan((int)offset, length).CopyTo(buffer);
                return length;
            }
        }

        public void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
        {
            lock (owner._lock) owner.StepLocked();
            lock (_lock)
            {
                foreach (var piece in pieces)
                {
                    if (owner.IsFullForWrites && piece.Length < RecordHeaderOctets) throw new DiskFullException("injected ENOSPC");
                    piece.Span.CopyTo(bytes.AsSpan((int)offset));
                    offset += piece.Length;
                }
            }
        }

        public void Sync()
        {
            lock (owner._lock)
            {
                owner.StepLocked();
                owner.CountSyncLocked();
            }

            lock (_lock) Synced = [.. bytes];
        }

        public void Flip(long offset)
        {
            bytes[offset] ^= 0x55;
            Synced[offset] ^= 0x55;
        }

        public void Dispose() { }
    }
}
