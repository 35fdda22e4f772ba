using System.Globalization;
using Standfast.Storage.Files;

namespace Standfast.Storage.Spool;

/// <summary>Looks about once a second at what the spool's file system still takes, and says when it is too little for new mail.</summary>
internal sealed class SpaceWatch : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly ISpoolDirectory _directory;
    private readonly SpoolOptions _options;
    private readonly ITimer _timer;
    private volatile string? _shortage;

    public SpaceWatch(ISpoolDirectory directory, SpoolOptions options, TimeProvider time)
    {
        _directory = directory;
        _options = options;
        Look();
        _timer = time.CreateTimer(_ => Tick(), null, s_interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Null while there is enough.</summary>
    public string? Shortage => _shortage;

    public DiskSpace Space { get; private set; }

    /// <summary>Called after each look; whoever waits for space may try again.</summary>
    public Action? Looked { get; set; }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        Look();
        Looked?.Invoke();
        // Armed again only now: a look at a file system that hangs is not followed by others.
        _timer.Change(s_interval, Timeout.InfiniteTimeSpan);
    }

    private void Look()
    {
        try
        {
            Space = _directory.GetSpace();
            _shortage = Judge(Space);
        }
        catch (IOException exception)
        {
            _shortage = $"the spool's file system does not say how much space it has ({exception.Message})";
        }
    }

    private string? Judge(DiskSpace space)
    {
        // Once short, an eighth more is asked for, so that acceptance does not flutter at the floor.
        var isShort = _shortage is not null;
        var bytes = _options.MinFreeBytes + (isShort ? _options.MinFreeBytes / 8 : 0);
        var inodes = _options.MinFreeInodes + (isShort ? _options.MinFreeInodes / 8 : 0);
        if (space.FreeBytes < bytes) return Text(space.FreeBytes, "octets", bytes, "spool.min_free_octets");
        return space.FreeInodes < inodes ? Text(space.FreeInodes, "inodes", inodes, "spool.min_free_inodes") : null;
    }

    private static string Text(long free, string what, long floor, string setting) => string.Create(
        CultureInfo.InvariantCulture, $"the spool's file system has {free} {what} free, fewer than the {floor} that {setting} wants; free some: accepted mail goes on, new mail is taken again by itself");
}
