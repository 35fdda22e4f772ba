using Standfast.Queue;
using Standfast.Storage.Spool;

namespace Standfast.Storage.Backup;

/// <summary>Reads the whole log of a spool that is in use. No segment is deleted meanwhile, so the disk may fill faster.</summary>
public sealed class SpoolMaintenance(SegmentedSpool spool, TimeProvider time) : ISpoolMaintenance
{
    public Task<SpoolVerification> VerifyAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var snapshot = spool.Freeze();
            return SpoolVerifier.Run(snapshot.Segments, cancellationToken);
        },
        cancellationToken);

    public Task<SpoolBackup> BackupAsync(string folder, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var at = time.GetUtcNow();
            using var snapshot = spool.Freeze();
            return BackupWriter.Write(snapshot.Segments, folder, at, cancellationToken);
        },
        cancellationToken);
}
