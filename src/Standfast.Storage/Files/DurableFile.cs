namespace Standfast.Storage.Files;

/// <summary>Small files that must survive a power cut.</summary>
public static class DurableFile
{
    /// <summary>Writes a file so that it is there whole or not at all, mode 0600.</summary>
    /// <exception cref="IOException">It could not be written or synced.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content) => PosixCalls.WriteDurably(path, content);
}
