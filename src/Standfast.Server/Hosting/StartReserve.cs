namespace Standfast.Server.Hosting;

/// <summary>
/// Room that a stopped server keeps, so that the next start can open its databases on a disk that is full by then: SQLite makes files
/// beside each. While the server runs those files are there, also after a crash.
/// </summary>
internal sealed class StartReserve : IDisposable
{
    /// <summary>32 KiB of shared memory and a first page of the write-ahead log for each of some ten databases, with room to spare; ours.</summary>
    private const int Octets = 1024 * 1024;

    private readonly string _path;

    /// <summary>Frees the room.</summary>
    public StartReserve(string data)
    {
        _path = Path.Combine(data, "start.reserve");
        File.Delete(_path);
    }

    /// <summary>Keeps the room again, as much as there is of it; after the databases are closed.</summary>
    public void Dispose()
    {
        try
        {
            using var file = new FileStream(_path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            var piece = new byte[64 * 1024];
            for (var written = 0; written < Octets; written += piece.Length) file.Write(piece);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The disk is full already: what could be had is kept.
        }
    }
}
