using Standfast.Api;

namespace Standfast.Cli.Files;

/// <summary>
/// The files of a spool that no server uses. All but <see cref="RestoreAsync"/> answer null where a server does: then it is to be asked.
/// Every method throws <see cref="SpoolFilesException"/> when it cannot be done.
/// </summary>
public interface ISpoolFiles
{
    /// <param name="data">The data folder.</param>
    SpoolResponse? GetStats(string data);

    SpoolVerificationResponse? Verify(string data);

    /// <param name="folder">Absolute.</param>
    SpoolBackupResponse? Back(string data, string folder);

    /// <param name="send">What is undone in the backup is not held but sent.</param>
    Task<SpoolRestoreResponse> RestoreAsync(string data, string folder, bool send, CancellationToken cancellationToken);
}
