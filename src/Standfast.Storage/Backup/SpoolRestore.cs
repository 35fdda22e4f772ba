using System.Globalization;
using Standfast.Queue;
using Standfast.Storage.Files;
using Standfast.Storage.Spool;
using Standfast.Storage.Sqlite;

namespace Standfast.Storage.Backup;

/// <summary>
/// Puts a backup in the place of a data folder's spool. The new spool is made beside the old one and takes its name last, so that a crash
/// leaves the one or the other. Nothing is deleted.
/// </summary>
public static class SpoolRestore
{
    private const string SpoolName = "spool";
    private const string Unfinished = "spool.restoring";

    /// <summary>Sends nothing by itself: what is undone is held, unless the event log says how it ended after the backup.</summary>
    /// <param name="send">Leaves it queued: what was delivered after the backup is delivered again.</param>
    /// <exception cref="BackupException">The backup is not whole.</exception>
    /// <exception cref="NewerFormatException">A newer server made it.</exception>
    /// <exception cref="DirectoryInUseException">A server uses the spool.</exception>
    /// <exception cref="FolderNotEmptyException">The spool holds undone messages.</exception>
    /// <exception cref="IOException">The disk cannot be read or written.</exception>
    public static async Task<RestoredSpool> RunAsync(string backup, string data, bool send, TimeProvider time, CancellationToken cancellationToken)
    {
        var manifest = BackupReader.Read(backup, cancellationToken);
        Directory.CreateDirectory(data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var spool = Path.Combine(data, SpoolName);
        var unfinished = Path.Combine(data, Unfinished);
        // Its lock is kept until the end: no server starts meanwhile.
        using var old = new PosixSpoolDirectory(spool);
        var last = LastSegmentOf(old);
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        Directory.CreateDirectory(unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var file in manifest.Files)
        {
            using var source = new ReadOnlyFile(Path.Combine(backup, file.Name));
            SequentialFile.Copy(source, Path.Combine(unfinished, file.Name), cancellationToken);
        }

        await using var events = File.Exists(Path.Combine(data, "events.db")) ? SqliteEventLog.Open(Path.Combine(data, "events.db")) : null;
        SkipTo(unfinished, Math.Max(last, events is null ? 0 : new SpoolPosition(events.AppliedPosition).Segment));
        RestoredSpool restored;
        await using (var made = SegmentedSpool.Open(new PosixSpoolDirectory(unfinished), new SpoolOptions { SegmentBytes = 1024 * 1024, ReserveBytes = 0, MinFreeBytes = 0, MinFreeInodes = 0 }, time))
            restored = await new RestoredStates(made, events, manifest.At, send, time).RunAsync(cancellationToken);
        var replaced = Path.Combine(data, string.Create(CultureInfo.InvariantCulture, $"spool.replaced-{time.GetUtcNow():yyyyMMdd'T'HHmmssfff'Z'}"));
        var wasEmpty = last == 0;
        Directory.Move(spool, replaced);
        Directory.Move(unfinished, spool);
        PosixCalls.SyncDirectory(data);
        if (wasEmpty) Directory.Delete(replaced, recursive: true);
        return restored with { ReplacedFolder = wasEmpty ? null : replaced };
    }

    /// <returns>The highest number of a segment; 0 when there is none.</returns>
    private static int LastSegmentOf(PosixSpoolDirectory spool)
    {
        var undone = SpoolVerifier.Run(spool).Undone;
        if (undone > 0) throw new FolderNotEmptyException($"the spool holds {undone} undone messages, which a restore would put aside: deliver, bounce or expire them first, or move the folder \"{SpoolName}\" away yourself");
        return spool.List().Select(name => Segment.TryParseName(name, out var number) ? number : 0).DefaultIfEmpty(0).Max();
    }

    /// <summary>What is written from now on stands behind all that the event log has seen of the spool before: it knows its place by the position.</summary>
    private static void SkipTo(string folder, int number)
    {
        if (number == 0) return;
        using var directory = new PosixSpoolDirectory(folder);
        if (directory.List().Any(name => Segment.TryParseName(name, out var known) && known >= number)) return;
        using var file = directory.Create(Segment.NameOf(number), Segment.HeaderLength);
        file.Write(0, [Segment.MakeHeader(number)]);
        file.Sync();
        directory.Sync();
    }
}
