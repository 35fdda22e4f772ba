using Standfast.Storage.Files;

namespace Standfast.Tests.Storage;

/// <summary>A disk in memory that remembers what was synced, fails on demand, and can lose power.</summary>
internal sealed class FaultyDirectory : ISpoolDirectory
{
    private readonly Dictionary<string, FaultyFile> _files = [];

    /// <summary>Syncs from this one on fail; counted from 1.</summary>
    public int FailSyncFrom { get; set; } = int.MaxValue;

    public int Syncs { get; private set; }

    /// <summary>Writes end for want of room, having written some.</summary>
    public bool IsFullForWrites { get; set; }

    /// <summary>Octets that new files may still take.</summary>
    public long FreeBytes { get; set; } = long.MaxValue;

    public long FreeInodes { get; set; } = long.MaxValue;

    public FileSystemKind FileSystem { get; } = FileSystemKind.Of(0xEF53);

    public DiskSpace GetSpace() => new(FreeBytes, FreeInodes);

    public IReadOnlyList<string> Names => List();

    public IReadOnlyList<string> List() => [.. _files.Keys.Order(StringComparer.Ordinal)];

    public ISpoolFile Create(string name, long sizeBytes)
    {
        if (sizeBytes > FreeBytes) throw new DiskFullException("injected ENOSPC");
        if (FreeBytes != long.MaxValue) FreeBytes -= sizeBytes;
        return _files[name] = new FaultyFile(this, new byte[sizeBytes], new byte[sizeBytes]);
    }

    public ISpoolFile Open(string name) => _files[name];

    public void Delete(string name) => _files.Remove(name);

    public void Sync() => CountSync();

    public void Dispose() { }

    /// <summary>What a restart after a power cut finds: only what was synced.</summary>
    public FaultyDirectory AfterPowerCut()
    {
        var copy = new FaultyDirectory();
        foreach (var (name, file) in _files) copy._files[name] = new FaultyFile(copy, [.. file.Synced], [.. file.Synced]);
        return copy;
    }

    public void Flip(string name, long offset) => _files[name].Flip(offset);

    private void CountSync()
    {
        if (++Syncs >= FailSyncFrom) throw new IOException("injected EIO");
    }

    private sealed class FaultyFile(FaultyDirectory owner, byte[] bytes, byte[] synced) : ISpoolFile
    {
        private const int RecordHeaderOctets = 48;

        private readonly Lock _lock = new();

        public byte[] Synced { get; private set; } = synced;

        public long SizeBytes => bytes.Length;

        public int Read(long offset, Span<byte> buffer)
        {
            lock (_lock)
            {
                var length = (int)Math.Min(buffer.Length, bytes.Length - offset);
                bytes.AsSpan((int)offset, length).CopyTo(buffer);
                return length;
            }
        }

        public void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
        {
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
            owner.CountSync();
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
