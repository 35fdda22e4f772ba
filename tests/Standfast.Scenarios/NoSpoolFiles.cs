using System.Diagnostics;
using Standfast.Api;
using Standfast.Cli.Files;

namespace Standfast.Scenarios;

/// <summary>For commands that have nothing to do with the files of a spool.</summary>
internal sealed class NoSpoolFiles : ISpoolFiles
{
    public static readonly NoSpoolFiles Instance = new();

    public SpoolResponse? GetStats(string data) => throw new UnreachableException();

    public SpoolVerificationResponse? Verify(string data) => throw new UnreachableException();

    public SpoolBackupResponse? Back(string data, string folder) => throw new UnreachableException();

    public Task<SpoolRestoreResponse> RestoreAsync(string data, string folder, bool send, CancellationToken cancellationToken) => throw new UnreachableException();
}
