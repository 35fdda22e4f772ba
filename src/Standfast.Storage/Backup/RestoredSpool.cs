namespace Standfast.Storage.Backup;

/// <summary>What a restore brought back.</summary>
/// <param name="BackedUpAt">What was delivered after it may be in the restored spool as undelivered.</param>
/// <param name="Messages">Messages that the backup had as undone.</param>
/// <param name="Ended">Recipients that the event log knows to have ended since.</param>
/// <param name="Held">Recipients that wait for a release.</param>
/// <param name="Queued">Recipients that are sent once a server runs.</param>
/// <param name="ReplacedFolder">Where the spool is now that was there before; null when there was none.</param>
public sealed record RestoredSpool(DateTimeOffset BackedUpAt, long Messages, long Ended, long Held, long Queued, string? ReplacedFolder);
