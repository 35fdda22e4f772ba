namespace Standfast.Storage.Backup;

/// <summary>A folder is no whole backup: it has no manifest, or a file of it is missing or damaged. Nothing was changed.</summary>
public sealed class BackupException : IOException
{
    public BackupException(string message) : base(message) { }
    public BackupException() { }
    public BackupException(string message, Exception innerException) : base(message, innerException) { }
}
