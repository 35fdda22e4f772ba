using Standfast.Storage.Files;

namespace Standfast.Tests.Storage.Crash;

/// <summary>A disk in memory that remembers each change in order, and fails the calls that it is told to. One thread at a time.</summary>
internal sealed class RecordingDirectory : ISpoolDirectory
{
    private readonly Dictionary<string, RecordedFile> _files = new(StringComparer.Ordinal);
    private int _made;

    /// <param name="files">What is there, durably, in the beginning.</param>
    public RecordingDirectory(IReadOnlyDictionary<string, byte[]>? files = null)
    {
        Start = files ?? new Dictionary<string, byte[]>();
        foreach (var (name, bytes) in Start) _files.Add(name, new RecordedFile(this, _made++, [.. bytes]));
    }

    public IReadOnlyDictionary<string, byte[]> Start { get; }

    public List<DiskOperation> Operations { get; } = [];

    /// <summary>Calls so far that may fail: all, or those that take room where it is room that is missing.</summary>
    public int Calls { get; private set; }

    /// <summary>The call with this number fails; counted from 1.</summary>
    public int FailCall { get; set; }

    /// <summary>It fails for want of room, else of the disk. A write that fails has written half.</summary>
    public bool IsFull { get; init; }

    public bool HasFailed => FailCall > 0 && Calls >= FailCall;

    public FileSystemKind FileSystem { get; } = FileSystemKind.Of(0xEF53);

    public DiskSpace GetSpace() => new(long.MaxValue, long.MaxValue);

    /// <summary>What is there now, durable or not.</summary>
    public Dictionary<string, byte[]> ReadAll() => _files.ToDictionary(file => file.Key, file => (byte[])[.. file.Value.Bytes], StringComparer.Ordinal);

    public IReadOnlyList<string> List()
    {
        Count(takesRoom: false);
        return [.. _files.Keys.Order(StringComparer.Ordinal)];
    }

    public ISpoolFile Create(string name, long sizeBytes)
    {
        Count(takesRoom: true);
        var file = new RecordedFile(this, _made++, new byte[sizeBytes]);
        Operations.Add(new DiskOperation.Create(file.Number, name, sizeBytes));
        return _files[name] = file;
    }

    public ISpoolFile Open(string name)
    {
        Count(takesRoom: false);
        return _files.TryGetValue(name, out var file) ? file : throw new FileNotFoundException(name);
    }

    public void Delete(string name)
    {
        Count(takesRoom: false);
        if (_files.Remove(name)) Operations.Add(new DiskOperation.Delete(name));
    }

    public void Sync()
    {
        Count(takesRoom: false);
        Operations.Add(new DiskOperation.SyncNames());
    }

    public void Dispose() { }

    private void Count(bool takesRoom)
    {
        if (IsFull && !takesRoom) return;
        if (++Calls == FailCall) throw IsFull ? new DiskFullException("injected ENOSPC") : new IOException("injected EIO");
    }

    private sealed class RecordedFile(RecordingDirectory owner, int number, byte[] bytes) : ISpoolFile
    {
        private byte[] _bytes = bytes;

        public int Number => number;

        public byte[] Bytes => _bytes;

        public long SizeBytes => _bytes.Length;

        public int Read(long offset, Span<byte> buffer)
        {
            owner.Count(takesRoom: false);
            var length = (int)Math.Clamp(_bytes.Length - offset, 0, buffer.Length);
            if (length > 0) _bytes.AsSpan((int)offset, length).CopyTo(buffer);
            return length;
        }

        public void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
        {
            var all = new byte[pieces.Sum(piece => piece.Length)];
            var at = 0;
            foreach (var piece in pieces)
            {
                piece.Span.CopyTo(all.AsSpan(at));
                at += piece.Length;
            }

            try
            {
                owner.Count(takesRoom: true);
            }
            catch (IOException)
            {
                Put(offset, all[..(all.Length / 2)]);
                throw;
            }

            Put(offset, all);
        }

        public void Sync()
        {
            try
            {
                owner.Count(takesRoom: false);
            }
            catch (IOException)
            {
                owner.Operations.Add(new DiskOperation.FailedSync(number));
                throw;
            }

            owner.Operations.Add(new DiskOperation.Sync(number));
        }

        public void Dispose() { }

        private void Put(long offset, byte[] written)
        {
            if (offset + written.Length > _bytes.Length) Array.Resize(ref _bytes, (int)(offset + written.Length));
            written.CopyTo(_bytes, offset);
            owner.Operations.Add(new DiskOperation.Write(number, offset, written));
        }
    }
}
