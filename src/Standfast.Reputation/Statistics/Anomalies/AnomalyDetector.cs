using Standfast.Reputation.Classification;

namespace Standfast.Reputation.Statistics.Anomalies;

/// <summary>Compares each hour of each part of the mail with what is usual for it. Not to be used concurrently.</summary>
public sealed class AnomalyDetector
{
    /// <summary>Numbers under watch, some 2 kB each; ours. Beyond them new parts are not watched until old ones have been silent for <see cref="ForgottenAfter"/> hours.</summary>
    public const int MaxWatched = 5_000;

    public const int ForgottenAfter = 28 * 24;

    /// <summary>Tries, or deliveries and bounces, in an hour from which on a part is taken under watch; ours: less says nothing.</summary>
    private const int LeastAttempts = 20;

    private static readonly ReplyCause[] s_causes = Enum.GetValues<ReplyCause>();

    private readonly Dictionary<AnomalySubject, WatchedNumber> _watched = [];
    private readonly Dictionary<StatisticsKey, PartHistory> _parts = [];

    public int Watched => _watched.Count;

    /// <summary>Those that last.</summary>
    public IEnumerable<Anomaly> Open => _watched.Values.Select(number => number.Open).OfType<Anomaly>();

    /// <summary>An hour is over. Hours must come in their order; those without any mail too.</summary>
    /// <param name="hour">Hours since 1970.</param>
    /// <param name="parts">Those that had mail.</param>
    /// <returns>Anomalies that begin, go on or end with it.</returns>
    public IReadOnlyList<Anomaly> Observe(long hour, IReadOnlyDictionary<StatisticsKey, Counts> parts)
    {
        var found = new List<Anomaly>();
        foreach (var (key, counts) in parts)
        {
            _parts[key] = _parts.GetValueOrDefault(key).With(counts, hour);
            foreach (var (subject, count, of) in NumbersOf(key, counts))
                if (Find(subject, count, of) is { } number && number.Observe(hour, count, of) is { } anomaly)
                    found.Add(anomaly);
        }

        // Silence is a volume too; shares of nothing are none. Where nothing at all was sent, as while the server was down, one tells it for all.
        var isStill = parts.Count == 0;
        foreach (var number in _watched.Values.Where(number => !parts.ContainsKey(number.Subject.Key)).ToList())
        {
            if (hour - number.LastActive > ForgottenAfter && number.Open is null) _watched.Remove(number.Subject);
            else if (number.Subject.Kind == AnomalyKind.Volume && (!isStill || number.Subject.Key.Cube == StatisticsCube.Total) && number.Observe(hour, 0, 0) is { } anomaly) found.Add(anomaly);
        }

        if (_parts.Count > MaxWatched)
            foreach (var (key, part) in _parts)
                if (hour - part.LastHour > ForgottenAfter || _parts.Count > 2 * MaxWatched)
                    _parts.Remove(key);
        return found;
    }

    /// <summary>What has come of an hour so far.</summary>
    /// <returns>Anomalies that begin.</returns>
    public IReadOnlyList<Anomaly> Peek(long hour, IReadOnlyDictionary<StatisticsKey, Counts> parts)
    {
        var found = new List<Anomaly>();
        foreach (var (key, counts) in parts)
            foreach (var (subject, count, of) in NumbersOf(key, counts))
                if (Find(subject, count, of) is { } number && number.Peek(hour, count, of) is { } anomaly)
                    found.Add(anomaly);
        return found;
    }

    /// <summary>An anomaly that is known from before the hours that were read again lasts until they have been quiet.</summary>
    public void Resume(Anomaly anomaly)
    {
        if (!_watched.TryGetValue(anomaly.Subject, out var number)) _watched[anomaly.Subject] = number = new WatchedNumber(anomaly.Subject);
        number.Resume(anomaly);
    }

    private WatchedNumber? Find(AnomalySubject subject, long count, long of)
    {
        if (_watched.TryGetValue(subject, out var known)) return known;
        var part = _parts.GetValueOrDefault(subject.Key);
        if (part.Most < LeastAttempts || _watched.Count >= MaxWatched) return null;
        var number = _watched[subject] = new WatchedNumber(subject);
        // A cause that was never met before is known to be rare.
        if (subject.Kind == AnomalyKind.Bounces) number.Assume(part.Hours, part.Outcomes);
        return number;
    }

    private IEnumerable<(AnomalySubject Subject, long Count, long Of)> NumbersOf(StatisticsKey key, Counts counts)
    {
        var attempts = counts[CountKind.Attempts];
        yield return (new AnomalySubject(key, AnomalyKind.Volume), attempts, 0);
        // Rates of everything are told by their parts.
        if (key.Cube == StatisticsCube.Total) yield break;
        yield return (new AnomalySubject(key, AnomalyKind.Deferrals), counts[CountKind.Deferred], attempts);
        // Complaints come a day after their mail: they are shares of what was delivered in an hour of a day on average.
        yield return (new AnomalySubject(key, AnomalyKind.Complaints), counts[CountKind.Complained], (long)Math.Ceiling(_parts.GetValueOrDefault(key).Delivered));
        var outcomes = counts.Outcomes + counts[CountKind.Undelivered];
        foreach (var cause in s_causes)
        {
            var subject = new AnomalySubject(key, AnomalyKind.Bounces, cause);
            // Causes that have never been met are not watched: there are 25 of them.
            if (counts.BouncedFor(cause) is > 0 and var bounced) yield return (subject, bounced, outcomes);
            else if (_watched.ContainsKey(subject)) yield return (subject, 0, outcomes);
        }
    }

    /// <param name="Delivered">In an hour, on average of a day or so.</param>
    /// <param name="Most">Tries in the hour that had most.</param>
    /// <param name="Outcomes">Of all hours.</param>
    private readonly record struct PartHistory(double Delivered, long Most, int Hours, double Outcomes, long LastHour)
    {
        private const double Daily = 24;

        public PartHistory With(Counts counts, long hour) => new(
            Hours == 0 ? counts[CountKind.Delivered] : Delivered + (counts[CountKind.Delivered] - Delivered) / Daily, Math.Max(Most, counts[CountKind.Attempts]), Hours + 1, Outcomes + counts.Outcomes, hour);
    }
}
