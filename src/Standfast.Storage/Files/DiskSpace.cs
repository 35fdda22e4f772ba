namespace Standfast.Storage.Files;

/// <summary>What a file system still takes from this process.</summary>
/// <param name="FreeInodes"><see cref="long.MaxValue"/> where the file system has no fixed number.</param>
public readonly record struct DiskSpace(long FreeBytes, long FreeInodes);
