using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Api;
using Standfast.Queue;

namespace Standfast.Web;

/// <summary>The spool as a whole.</summary>
internal static class SpoolEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var spool = api.MapGroup("/spool").WithTags("Spool");
        spool.MapGet("", (ISpool spool) => Results.Json(Describe(spool.GetStats()), ApiJson.Default.SpoolResponse)).Answers<SpoolResponse>("getSpool", "Size and health of the spool");
        spool.MapPost("/verify", VerifyAsync).Answers<SpoolVerificationResponse>("verifySpool", "Read every record and check it; may take minutes", problems: 500).ChangesNothing();
        spool.MapPost("/backup", BackupAsync).Answers<SpoolBackupResponse>("backUpSpool", "Copy the spool into a folder of the server's machine; may take minutes", problems: [400, 409, 500]);
    }

    internal static SpoolResponse Describe(SpoolStats stats) => new(stats.Segments, stats.SizeBytes, stats.Messages, stats.DamagedRecords, stats.Syncs, stats.Appends)
    {
        ReserveBytes = stats.ReserveBytes,
        FreeBytes = stats.FreeBytes,
        FreeInodes = stats.FreeInodes,
        FileSystem = stats.FileSystem,
        Warning = stats.FileSystemConcern,
        LiveBytes = stats.LiveBytes,
    };

    private static async Task<IResult> VerifyAsync(ISpoolMaintenance maintenance, CancellationToken stop)
    {
        try
        {
            var found = await maintenance.VerifyAsync(stop);
            return Results.Json(
                new SpoolVerificationResponse(found.Segments, found.SizeBytes, found.Records, found.Messages, found.Undone, found.DamagedRanges), ApiJson.Default.SpoolVerificationResponse);
        }
        catch (IOException exception)
        {
            return StandfastEndpoints.Problem(500, "spool_unreadable", exception.Message);
        }
    }

    private static async Task<IResult> BackupAsync(SpoolBackupRequest request, ISpoolMaintenance maintenance, CancellationToken stop)
    {
        if (!Path.IsPathFullyQualified(request.Folder)) return StandfastEndpoints.Problem(400, "bad_folder", $"folder = \"{request.Folder}\" must be an absolute path on the server's machine");
        try
        {
            var made = await maintenance.BackupAsync(request.Folder, stop);
            var content = made.Content;
            return Results.Json(
                new SpoolBackupResponse(made.Folder, made.At, content.Segments, content.SizeBytes, content.Messages, content.Undone, content.DamagedRanges), ApiJson.Default.SpoolBackupResponse);
        }
        catch (FolderNotEmptyException exception)
        {
            return StandfastEndpoints.Problem(409, "folder_not_empty", exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return StandfastEndpoints.Problem(500, "backup_failed", $"the backup could not be written to \"{request.Folder}\": {exception.Message} What is there is no backup; give an absolute folder that the server's user may write to, with as much room as the spool takes (\"standfast spool stats\")");
        }
    }
}
