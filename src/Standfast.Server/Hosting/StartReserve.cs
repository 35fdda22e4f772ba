namespace Standfast.Server.Hosting;

/// <summary>
/// Room that is kept so that the next start can open its databases on a disk that is full by then, of octets or of inodes: SQLite makes
/// two files beside each, and deletes them when it closes.
/// </summary>
internal sealed class StartReserve : IDisposable
{
    /// <summary>Two for each of some twenty-five databases, and for what the spool begins; ours.</summary>
    private const int Files = 64;

    /// <summary>The shared memory of a database takes 32 KiB; the rest is for the facts that come back from the spool. Ours.</summary>
    private const int OctetsPerFile = 48 * 1024;

    private readonly string _folder;

    /// <summary>Frees the room; before anything is opened.</summary>
    /// <exception cref="IOException">It cannot be deleted.</exception>
    public StartReserve(string data)
    {
        _folder = Path.Combine(data, "start.reserve");
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The same as <see cref="Keep"/>, after the databases are closed.</summary>
    public void Dispose() => Keep();

    /// <summary>Keeps as much of the room as there is.</summary>
    public void Keep()
    {
        try
        {
            Directory.CreateDirectory(_folder);
            for (var number = 0; number < Files; number++) File.WriteAllBytes(Path.Combine(_folder, $"{number:D2}"), new byte[OctetsPerFile]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The disk is full already: what could be had is kept.
        }
    }
}
