namespace Standfast.Tests.Storage.Crash;

/// <summary>A change that was asked of the disk. Files are numbered as they were made; names may come to mean others.</summary>
internal abstract record DiskOperation
{
    private DiskOperation() { }

    public sealed record Create(int File, string Name, long SizeBytes) : DiskOperation;

    public sealed record Write(int File, long Offset, byte[] Bytes) : DiskOperation;

    public sealed record Sync(int File) : DiskOperation;

    /// <summary>The kernel takes what was to be written for written all the same: later syncs do not mean it.</summary>
    public sealed record FailedSync(int File) : DiskOperation;

    public sealed record Delete(string Name) : DiskOperation;

    public sealed record SyncNames : DiskOperation;
}
