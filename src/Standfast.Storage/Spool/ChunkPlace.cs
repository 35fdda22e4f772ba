namespace Standfast.Storage.Spool;

/// <param name="Length">Octets of the record in the log, with header and padding.</param>
internal readonly record struct ChunkPlace(SpoolPosition Position, int Length);
