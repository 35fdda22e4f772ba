namespace Standfast.Storage.Spool;

/// <summary>What the queue wants to know of a message once, at start.</summary>
/// <param name="DueTicks">Earliest next attempt; <see cref="long.MaxValue"/> when all that is left is held.</param>
/// <param name="Domain">Number of the recipients' domain; -1 when there are several.</param>
/// <param name="Recipients">Undone ones.</param>
internal readonly record struct RecoveryNote(long DueTicks, int Domain, int Sender, int Recipients);
