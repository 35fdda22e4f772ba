namespace Standfast.Reputation.Statistics.Anomalies;

/// <summary>
/// Looks at each hour when it is over, and at the one that runs, and tells of what is unlike itself, once. After a restart the kept hours are read again, and what was told already is not told again. <see cref="Step"/> is called by one caller
/// at a time; the rest concurrently.
/// </summary>
public sealed class AnomalyWatch(IStatisticsStore statistics, IAnomalyStore store, TimeProvider time)
{
    /// <summary>What is counted late in an hour is stored by then; ours.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromMinutes(2);

    private AnomalyDetector _detector = new();
    private readonly HourReader _reader = new(statistics);
    private readonly Dictionary<AnomalySubject, Anomaly> _open = [];
    private readonly List<Anomaly> _found = [];
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
        // What could not be stored the last time is found, and not told.
        if (_found.Count > 0) Tell();
        foreach (var (hour, parts) in _reader.Read(_next.Value, over))
        {
            _found.AddRange(_detector.Observe(hour, parts));
            _next = hour + 1;
            Tell();
        }

        // In the first minutes of an hour the one before it still runs.
        foreach (var (hour, parts) in _reader.Read(_next.Value, running + 1)) _found.AddRange(_detector.Peek(hour, parts));
        if (_found.Count > 0) Tell();
    }

    private static long HourOf(DateTimeOffset at) => LevelSpan.MinuteOf(at) / LevelSpan.MinutesOf(StatisticsLevel.Hour);

    /// <summary>Learns what is usual from the hours that were looked at.</summary>
    private long Prepare(long over, DateTimeOffset now)
    {
        var first = LevelSpan.FirstKept(StatisticsLevel.Hour, now) / LevelSpan.MinutesOf(StatisticsLevel.Hour);
        var next = Math.Clamp(store.LastHour + 1 ?? over, first, over);
        // From the beginning, also where an earlier attempt could not read all of it.
        _detector = new AnomalyDetector();
        foreach (var (hour, parts) in _reader.Read(first, next)) _detector.Observe(hour, parts);
        foreach (var anomaly in store.List(isOpen: true, AnomalyDetector.MaxWatched))
        {
            _open[anomaly.Subject] = anomaly;
            _detector.Resume(anomaly);
        }

        return next;
    }

    private void Tell()
    {
        store.Save(_found, _next!.Value - 1);
        var found = _found.ToList();
        _found.Clear();
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
