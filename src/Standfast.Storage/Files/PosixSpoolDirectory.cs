using Microsoft.Win32.SafeHandles;

namespace Standfast.Storage.Files;

/// <summary>
/// Files of one directory by system calls whose results are checked: this runtime's own flush returns normally when the sync
/// failed, and cannot sync a directory at all. Holds an exclusive lock, so that no second process writes here.
/// </summary>
public sealed class PosixSpoolDirectory : ISpoolDirectory
{
    private readonly string _path;
    private readonly SafeFileHandle _lock;

    /// <exception cref="IOException">Another process holds the directory, or it cannot be made.</exception>
    public PosixSpoolDirectory(string path)
    {
        _path = path;
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _lock = File.OpenHandle(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (PosixCalls.TryLock(_lock)) return;
        _lock.Dispose();
        throw new IOException($"the spool {path} is in use by another process; stop it first");
    }

    public IReadOnlyList<string> List() => [.. Directory.EnumerateFiles(_path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public ISpoolFile Create(string name, long sizeBytes)
    {
        var handle = File.OpenHandle(Path.Combine(_path, name), FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        PosixCalls.Allocate(handle, sizeBytes);
        return new PosixSpoolFile(handle);
    }

    public ISpoolFile Open(string name) =>
        new PosixSpoolFile(File.OpenHandle(Path.Combine(_path, name), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));

    public void Delete(string name) => File.Delete(Path.Combine(_path, name));

    public void Sync() => PosixCalls.SyncDirectory(_path);

    public void Dispose() => _lock.Dispose();

    private sealed class PosixSpoolFile(SafeFileHandle handle) : ISpoolFile
    {
        public long SizeBytes => RandomAccess.GetLength(handle);

        public int Read(long offset, Span<byte> buffer)
        {
            var total = 0;
            while (total < buffer.Length)
            {
                var read = RandomAccess.Read(handle, buffer[total..], offset + total);
                if (read == 0) break;
                total += read;
            }

            return total;
        }

        public void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pieces) => RandomAccess.Write(handle, pieces, offset);

        public void Sync() => PosixCalls.SyncData(handle);

        public void Dispose() => handle.Dispose();
    }
}
