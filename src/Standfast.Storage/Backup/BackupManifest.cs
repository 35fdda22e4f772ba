namespace Standfast.Storage.Backup;

/// <summary>Says what a backup holds. It is written last: a folder without it is no backup.</summary>
/// <param name="Format">Of the backup; a newer one is refused.</param>
/// <param name="At">All that was acknowledged before is in it.</param>
internal sealed record BackupManifest(int Format, DateTimeOffset At, IReadOnlyList<BackupFile> Files, long Messages, long Undone, long DamagedRanges)
{
    public const string FileName = "backup.json";

    public const int CurrentFormat = 1;
}
