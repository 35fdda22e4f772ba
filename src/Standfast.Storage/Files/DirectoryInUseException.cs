namespace Standfast.Storage.Files;

/// <summary>Another process holds the folder: most likely a server that runs.</summary>
public sealed class DirectoryInUseException : IOException
{
    public DirectoryInUseException(string message) : base(message) { }
    public DirectoryInUseException() { }
    public DirectoryInUseException(string message, Exception innerException) : base(message, innerException) { }
}
