using System.Text.Json;
using Standfast.Queue;
using Standfast.Storage.Files;
using Standfast.Storage.Spool;

namespace Standfast.Storage.Backup;

/// <summary>Copies the log into a folder: segments up to where they ended at one moment, then the manifest.</summary>
public static class BackupWriter
{
    /// <summary>Backs up a spool that no server uses.</summary>
    /// <exception cref="FolderNotEmptyException">There is something in the folder.</exception>
    /// <exception cref="IOException">The disk cannot be read, or the folder cannot be written.</exception>
    public static SpoolBackup Write(ISpoolDirectory spool, string folder, DateTimeOffset at)
    {
        using var snapshot = SegmentSnapshot.Of(spool);
        return Write([.. snapshot.Segments.Select(Trim)], folder, at, CancellationToken.None);
    }

    internal static SpoolBackup Write(IReadOnlyList<SegmentView> segments, string folder, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) throw new FolderNotEmptyException($"{folder} is not empty; name a folder that does not exist yet");
        var isOurs = !Directory.Exists(folder);
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            var files = new List<BackupFile>();
            foreach (var segment in segments)
            {
                var name = Segment.NameOf(segment.Number);
                files.Add(new BackupFile(name, segment.SizeBytes, SequentialFile.Copy(segment, Path.Combine(folder, name), cancellationToken)));
            }

            var content = Verify(folder, files, cancellationToken);
            var manifest = new BackupManifest(BackupManifest.CurrentFormat, at, files, content.Messages, content.Undone, content.DamagedRanges);
            PosixCalls.WriteDurably(Path.Combine(folder, BackupManifest.FileName), JsonSerializer.SerializeToUtf8Bytes(manifest, BackupJson.Default.BackupManifest));
            PosixCalls.SyncDirectory(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))) ?? "/");
            return new SpoolBackup(folder, at, content);
        }
        catch
        {
            foreach (var segment in segments) File.Delete(Path.Combine(folder, Segment.NameOf(segment.Number)));
            if (isOurs) Directory.Delete(folder);
            throw;
        }
    }

    /// <summary>Segments of a spool that no server uses are allocated beyond their end.</summary>
    private static SegmentView Trim(SegmentView segment)
    {
        var scanner = new SegmentScanner(segment.Number, segment);
        foreach (var _ in scanner.Scan()) { }

        return new SegmentView(segment.Number, segment, scanner.End);
    }

    private static SpoolVerification Verify(string folder, List<BackupFile> files, CancellationToken cancellationToken)
    {
        var opened = new List<ReadOnlyFile>();
        try
        {
            var views = new List<SegmentView>();
            foreach (var file in files)
            {
                var copy = new ReadOnlyFile(Path.Combine(folder, file.Name));
                opened.Add(copy);
                if (!Segment.TryParseName(file.Name, out var number) || SequentialFile.Checksum(copy, cancellationToken) != file.Crc) throw new IOException($"{file.Name} was not copied as it is");
                views.Add(new SegmentView(number, copy, copy.SizeBytes));
            }

            return SpoolVerifier.Run(views, cancellationToken);
        }
        finally
        {
            foreach (var copy in opened) copy.Dispose();
        }
    }
}
