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

    /// <summary>Null where written blocks are not written in place: a copy-on-write file system has nothing to gain.</summary>
    private readonly ZeroFiller? _filler;

    /// <exception cref="DirectoryInUseException">Another process holds the directory.</exception>
    /// <exception cref="IOException">It cannot be made.</exception>
    public PosixSpoolDirectory(string path)
    {
        _path = path;
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _lock = OpenLock(path);
        FileSystem = FileSystemKind.Of(PosixCalls.GetFileSystemMagic(path));
        if (FileSystem.Name is "ext4" or "xfs") _filler = new ZeroFiller();
    }

    public FileSystemKind FileSystem { get; }

    public DiskSpace GetSpace() => PosixCalls.GetSpace(_path);

    public IReadOnlyList<string> List() => [.. Directory.EnumerateFiles(_path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public ISpoolFile Create(string name, long sizeBytes)
    {
        var path = Path.Combine(_path, name);
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            PosixCalls.Allocate(handle, sizeBytes);
            return new PosixSpoolFile(handle, _filler?.Add(path, sizeBytes), _filler);
        }
        catch (DiskFullException)
        {
            // What was allocated before the room ended would be missing elsewhere.
            handle!.Dispose();
            File.Delete(path);
            throw;
        }
        catch (IOException exception) when (PosixCalls.IsNoSpace(exception))
        {
            throw new DiskFullException($"{name} cannot be created: {exception.Message}", exception);
        }
    }

    public ISpoolFile Open(string name) =>
        new PosixSpoolFile(File.OpenHandle(Path.Combine(_path, name), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete), null, null);

    public void Delete(string name) => File.Delete(Path.Combine(_path, name));

    public void Sync() => PosixCalls.SyncDirectory(_path);

    public void Dispose()
    {
        _filler?.Dispose();
        _lock.Dispose();
    }

    private static SafeFileHandle OpenLock(string path)
    {
        const int WouldBlock = 11;
        SafeFileHandle? file = null;
        try
        {
            // The runtime itself takes a shared lock, and fails where ours is held.
            file = File.OpenHandle(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            if (PosixCalls.TryLock(file)) return file;
        }
        catch (IOException exception) when (exception.HResult == WouldBlock)
        {
            // Said below.
        }

        file?.Dispose();
        throw new DirectoryInUseException($"the spool {path} is in use by another process, most likely a server that runs; stop it first");
    }

    private sealed class PosixSpoolFile(SafeFileHandle handle, ZeroFill? fill, ZeroFiller? filler) : ISpoolFile
    {
        /// <summary>Nobody else writes here (<see cref="PosixSpoolDirectory"/>): what it was, or what we made it.</summary>
        private long _size = RandomAccess.GetLength(handle);

        public long SizeBytes => Interlocked.Read(ref _size);

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

        public void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
        {
            var end = offset;
            for (var index = 0; index < pieces.Count; index++) end += pieces[index].Length;
            fill?.Own(end);
            filler?.Count();
            try
            {
                RandomAccess.Write(handle, pieces, offset);
                if (end > SizeBytes) Interlocked.Exchange(ref _size, end);
            }
            catch (IOException exception) when (PosixCalls.IsNoSpace(exception))
            {
                throw new DiskFullException(exception.Message, exception);
            }
        }

        public void Sync() => PosixCalls.SyncData(handle);

        public void Dispose()
        {
            fill?.Dispose();
            handle.Dispose();
        }
    }
}
