using Standfast.Api;
using Standfast.Cli.Files;
using Standfast.Queue;
using Standfast.Server.Composition;
using Standfast.Storage.Backup;
using Standfast.Storage.Files;
using Standfast.Storage.Spool;
using Standfast.Storage.Sqlite;

namespace Standfast.Server.Hosting;

/// <summary>Works on the files of a stopped server; a running one holds their lock.</summary>
internal sealed class SpoolFiles : ISpoolFiles
{
    private const int BadData = 65;
    private const int NoInput = 66;
    private const int CannotCreate = 73;
    private const int InputOutput = 74;
    private const int TryAgain = 75;
    private const int NoPermission = 77;
    private const int Configuration = 78;

    public SpoolResponse? GetStats(string data) => WithFiles(data, directory =>
    {
        var (found, space) = (SpoolVerifier.Run(directory), directory.GetSpace());
        return new SpoolResponse(found.Segments, found.SizeBytes, found.Undone, found.DamagedRanges, 0, 0)
        {
            FreeBytes = space.FreeBytes,
            FreeInodes = space.FreeInodes,
            FileSystem = directory.FileSystem.Name,
            Warning = directory.FileSystem.Concern,
        };
    });

    public SpoolVerificationResponse? Verify(string data) => WithFiles(data, directory =>
    {
        var found = SpoolVerifier.Run(directory);
        return new SpoolVerificationResponse(found.Segments, found.SizeBytes, found.Records, found.Messages, found.Undone, found.DamagedRanges);
    });

    public SpoolBackupResponse? Back(string data, string folder) => WithFiles(data, directory =>
    {
        var made = BackupWriter.Write(directory, folder, TimeProvider.System.GetUtcNow());
        var content = made.Content;
        return new SpoolBackupResponse(made.Folder, made.At, content.Segments, content.SizeBytes, content.Messages, content.Undone, content.DamagedRanges);
    });

    public async Task<SpoolRestoreResponse> RestoreAsync(string data, string folder, bool send, CancellationToken cancellationToken)
    {
        try
        {
            await TellEventsAsync(data, cancellationToken);
            var restored = await SpoolRestore.RunAsync(folder, data, send, TimeProvider.System, cancellationToken);
            var next = restored switch
            {
                { Queued: > 0 } => $"Recipients that were delivered after {restored.BackedUpAt:yyyy-MM-dd HH:mm:ss'Z'} get their mail again once the server runs.",
                { Held: > 0 } => $"What is held may have been delivered after {restored.BackedUpAt:yyyy-MM-dd HH:mm:ss'Z'}. Start the server; \"standfast queue ls --status held\" shows it, \"standfast queue release\" sends it.",
                _ => "Nothing waits for delivery.",
            };
            return new SpoolRestoreResponse(restored.BackedUpAt, restored.Messages, restored.Ended, restored.Held, restored.Queued, restored.ReplacedFolder, next);
        }
        catch (DirectoryInUseException exception)
        {
            throw new SpoolFilesException(TryAgain, exception.Message, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Refusal(exception);
        }
    }

    /// <summary>After a crash the spool that is there may know of deliveries that the event log has not heard of.</summary>
    private static async Task TellEventsAsync(string data, CancellationToken cancellationToken)
    {
        var (path, log) = (Path.Combine(data, "spool"), Path.Combine(data, "events.db"));
        if (!Directory.Exists(path) || !File.Exists(log)) return;
        await using var spool = SegmentedSpool.Open(new PosixSpoolDirectory(path), new SpoolOptions { MinFreeBytes = 0, MinFreeInodes = 0, ReserveBytes = 0, SegmentBytes = 1024 * 1024 });
        await using var events = SqliteEventLog.Open(log);
        await EventReplay.RunAsync(spool, events, events.AppliedPosition, cancellationToken);
        await events.FlushAsync(cancellationToken);
    }

    private static T? WithFiles<T>(string data, Func<PosixSpoolDirectory, T> work)
        where T : class
    {
        var path = Path.Combine(data, "spool");
        if (!Directory.Exists(path)) throw new SpoolFilesException(NoInput, $"{path} does not exist; name the server's data folder with --data");
        try
        {
            using var directory = new PosixSpoolDirectory(path);
            return work(directory);
        }
        catch (DirectoryInUseException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Refusal(exception);
        }
    }

    private static SpoolFilesException Refusal(Exception exception) => new(
        exception switch
        {
            BackupException => BadData,
            FolderNotEmptyException => CannotCreate,
            NewerFormatException => Configuration,
            UnauthorizedAccessException => NoPermission,
            _ => InputOutput,
        },
        exception.Message, exception);
}
