namespace Standfast.Storage.Spool;

/// <summary>Where a record stands.</summary>
/// <param name="Length">Octets of the record in the log, with header and padding.</param>
internal readonly record struct RecordPlace(SpoolPosition Position, int Length);
