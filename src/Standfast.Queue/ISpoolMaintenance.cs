namespace Standfast.Queue;

/// <summary>Work on the whole spool while mail comes and goes: it may take minutes, and no message waits for it. May be called concurrently.</summary>
public interface ISpoolMaintenance
{
    /// <summary>Reads every record that was durable when it began, and changes nothing.</summary>
    /// <exception cref="IOException">The disk cannot be read.</exception>
    Task<SpoolVerification> VerifyAsync(CancellationToken cancellationToken);

    /// <summary>Copies all that was durable when it began into a folder, and reads the copy again.</summary>
    /// <param name="folder">Absolute; made, or empty. Left as it was when the backup fails.</param>
    /// <exception cref="FolderNotEmptyException">There is something in the folder.</exception>
    /// <exception cref="IOException">The disk cannot be read, or the folder cannot be written.</exception>
    Task<SpoolBackup> BackupAsync(string folder, CancellationToken cancellationToken);
}
