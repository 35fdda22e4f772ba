namespace Standfast.Queue;

/// <summary>A folder that was to be filled has something in it, which is not to be mixed or lost.</summary>
public sealed class FolderNotEmptyException : IOException
{
    public FolderNotEmptyException(string message) : base(message) { }
    public FolderNotEmptyException() { }
    public FolderNotEmptyException(string message, Exception innerException) : base(message, innerException) { }
}
