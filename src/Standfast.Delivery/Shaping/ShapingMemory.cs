using Microsoft.Extensions.Logging;

namespace Standfast.Delivery.Shaping;

/// <summary>Writes what was learned about sites: from time to time, and at once where a reply has silenced us. May be called concurrently.</summary>
internal sealed class ShapingMemory : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(30);

    private readonly Lock _saving = new();
    private readonly PathTable _paths;
    private readonly ILogger _logger;
    private readonly ITimer _timer;

    public ShapingMemory(PathTable paths, TimeProvider time, ILogger logger)
    {
        _paths = paths;
        _logger = logger;
        _timer = time.CreateTimer(static self => ((ShapingMemory)self!).Save(), this, s_interval, s_interval);
    }

    public void SaveSoon() => _timer.Change(TimeSpan.Zero, s_interval);

    public void Save()
    {
        lock (_saving)
        {
            try
            {
                _paths.Save();
            }
            catch (IOException exception)
            {
                Log.NotRemembered(_logger, exception);
            }
        }
    }

    public void Dispose() => _timer.Dispose();
}
