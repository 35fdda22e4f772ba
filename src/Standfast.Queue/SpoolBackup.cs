namespace Standfast.Queue;

/// <summary>A backup that was made.</summary>
/// <param name="At">All that was acknowledged before is in it.</param>
/// <param name="Content">What a check of the copy found. Damage was in the spool before.</param>
public sealed record SpoolBackup(string Folder, DateTimeOffset At, SpoolVerification Content);
