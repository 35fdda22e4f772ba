using System.Text.Json;
using Standfast.Storage.Spool;

namespace Standfast.Storage.Backup;

/// <summary>Opens a backup and makes sure that it is whole.</summary>
internal static class BackupReader
{
    /// <exception cref="BackupException">It is not whole.</exception>
    /// <exception cref="NewerFormatException">A newer server made it.</exception>
    public static BackupManifest Read(string folder, CancellationToken cancellationToken)
    {
        var manifest = ReadManifest(folder);
        foreach (var file in manifest.Files)
        {
            // Names go into paths.
            if (!Segment.TryParseName(file.Name, out var number) || Segment.NameOf(number) != file.Name) throw new BackupException($"{folder}: {BackupManifest.FileName} names \"{file.Name}\", which is no segment");
            var path = Path.Combine(folder, file.Name);
            if (!File.Exists(path)) throw new BackupException($"{path} is missing");
            using var copy = new ReadOnlyFile(path);
            if (copy.SizeBytes != file.SizeBytes || SequentialFile.Checksum(copy, cancellationToken) != file.Crc) throw new BackupException($"{path} is not as it was backed up");
            Segment.ReadVersion(copy, number);
        }

        return manifest;
    }

    private static BackupManifest ReadManifest(string folder)
    {
        var path = Path.Combine(folder, BackupManifest.FileName);
        if (!File.Exists(path)) throw new BackupException($"{folder} holds no backup: {BackupManifest.FileName} is missing");
        try
        {
            var manifest = JsonSerializer.Deserialize(File.ReadAllBytes(path), BackupJson.Default.BackupManifest) ?? throw new JsonException("null");
            return manifest.Format <= BackupManifest.CurrentFormat
                ? manifest
                : throw new NewerFormatException($"{folder} has backup format {manifest.Format}, this server reads up to {BackupManifest.CurrentFormat}; nothing was changed. Restore it with the server that made it");
        }
        catch (JsonException exception)
        {
            throw new BackupException($"{path} cannot be read: {exception.Message}", exception);
        }
    }
}
