namespace Standfast.Reputation.Statistics.Anomalies;

/// <summary>
/// Looks at each hour when it is over, and at the one that runs, and tells of what is unlike itself, once. After a restart the kept hours are read again, and what was told already is not told again. <see cref="Step"/> is called by one caller
/// at a time; the rest concurrently.
/// </summary>
public sealed class AnomalyWatch(IStatisticsStore statistics, IAnomalyStore store, TimeProvider time)
{
    /// <summary>What is counted late in an hour is stored by then; ours.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromMinutes(2);

    private readonly AnomalyDetector _detector = new();
    private readonly HourReader _reader = new(statistics);
    private readonly Dictionary<AnomalySubject, Anomaly> _open = [];
    private long? _next;

    /// <summary>Called by who calls <see cref="Step"/>, after it is stored.</summary>
    public event Action<Anomaly>? Began;

    /// <summary>Called by who calls <see cref="Step"/>, after it is stored.</summary>
    public event Action<Anomaly>? Ended;

    /// <summary>Looks at all hours that are over and were not looked at, and at the one that runs.</summary>
    /// <exception cref="IOException">A store cannot be read or written; the next call goes on.</exception>
    public void Step()
    {
        var now = time.GetUtcNow();
        var (running, over) = (HourOf(now), HourOf(now - s_grace));
        _next ??= Prepare(over, now);
        foreach (var (hour, parts) in _reader.Read(_next.Value, over))
        {
            Tell(_detector.Observe(hour, parts), hour);
            _next = hour + 1;
        }

        // In the first minutes of an hour the one before it still runs.
        foreach (var (hour, parts) in _reader.Read(_next.Value, running + 1))
            if (_detector.Peek(hour, parts) is { Count: > 0 } found)
                Tell(found, _next.Value - 1);
    }

    private static long HourOf(DateTimeOffset at) => LevelSpan.MinuteOf(at) / LevelSpan.MinutesOf(StatisticsLevel.Hour);

    /// <summary>Learns what is usual from the hours that were looked at.</summary>
    private long Prepare(long over, DateTimeOffset now)
    {
        var first = LevelSpan.FirstKept(StatisticsLevel.Hour, now) / LevelSpan.MinutesOf(StatisticsLevel.Hour);
        var next = Math.Clamp(store.LastHour + 1 ?? over, first, over);
        foreach (var (hour, parts) in _reader.Read(first, next)) _detector.Observe(hour, parts);
        foreach (var anomaly in store.List(isOpen: true, AnomalyDetector.MaxWatched))
        {
            _open[anomaly.Subject] = anomaly;
            _detector.Resume(anomaly);
        }

        return next;
    }

    private void Tell(IReadOnlyList<Anomaly> found, long hour)
    {
        store.Save(found, hour);
        foreach (var anomaly in found)
        {
            if (anomaly.Until is not null)
            {
                if (_open.Remove(anomaly.Subject)) Ended?.Invoke(anomaly);
            }
            else
            {
                var isNew = !_open.ContainsKey(anomaly.Subject);
                _open[anomaly.Subject] = anomaly;
                if (isNew) Began?.Invoke(anomaly);
            }
        }
    }
}
