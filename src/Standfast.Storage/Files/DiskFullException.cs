namespace Standfast.Storage.Files;

/// <summary>The file system has no room, or the quota is used up. Unlike every other failure it passes by itself, and spoils nothing.</summary>
public sealed class DiskFullException : IOException
{
    public DiskFullException(string message) : base(message) { }
    public DiskFullException() { }
    public DiskFullException(string message, Exception innerException) : base(message, innerException) { }
}
