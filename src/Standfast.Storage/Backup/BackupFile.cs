namespace Standfast.Storage.Backup;

/// <param name="Crc">CRC-32C of all its octets.</param>
internal sealed record BackupFile(string Name, long SizeBytes, uint Crc);
