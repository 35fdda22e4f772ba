namespace Standfast.Storage.Files;

/// <summary>
/// The disk as the spool sees it. Every failure is an <see cref="IOException"/>; nothing that failed is retried, but where there
/// was no room (<see cref="DiskFullException"/>, of <see cref="Create"/> and of a write).
/// </summary>
public interface ISpoolDirectory : IDisposable
{
    FileSystemKind FileSystem { get; }

    DiskSpace GetSpace();

    /// <summary>Names of the files, in ordinal order.</summary>
    IReadOnlyList<string> List();

    /// <summary>Makes a file of that size, its space allocated; durable only after both a sync of it and of the directory. No file is left when there is no room.</summary>
    ISpoolFile Create(string name, long sizeBytes);

    ISpoolFile Open(string name);

    void Delete(string name);

    /// <summary>Makes creations and deletions durable.</summary>
    void Sync();
}

public interface ISpoolFile : IDisposable
{
    long SizeBytes { get; }

    /// <summary>Reads until the buffer is full or the file ends. May be called concurrently.</summary>
    int Read(long offset, Span<byte> buffer);

    void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pieces);

    /// <summary>What was written survives power loss when this returns.</summary>
    void Sync();
}
