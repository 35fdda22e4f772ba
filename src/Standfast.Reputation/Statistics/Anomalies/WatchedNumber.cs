namespace Standfast.Reputation.Statistics.Anomalies;

/// <summary>One number under watch: its baseline, the evidence for a slow drift, and the anomaly that lasts. Not to be used concurrently.</summary>
internal sealed class WatchedNumber(AnomalySubject subject)
{
    /// <summary>Standard deviations from which one hour is an anomaly; ours: rates scatter with longer tails than the model's. While an hour runs it is looked at more often.</summary>
    private const double Far = 6, FarWhileRunning = 6.5;

    /// <summary>Evidence from which a drift is an anomaly, in natural logarithms: by chance not more often than once in e^14 hours (Lorden, Ann. Math. Stat. 42, 1971).</summary>
    private const double DriftLimit = 14;

    /// <summary>The drift that is looked for: half as much again, ours.</summary>
    private const double DriftMultiple = 1.5;

    /// <summary>What an hour must differ by at least for anybody to care, and how few do not count; ours.</summary>
    private const double LeastRatio = 1.5, LeastVolumeRatio = 3;

    private const int LeastCount = 10, LeastComplaints = 5, LeastVolume = 100, LeastDriftCount = 20;

    /// <summary>What must be known before: a day of hours and some mail; of volumes, the same hour in three weeks.</summary>
    private const int LeastHours = 24, LeastOf = 500;

    private const double LeastWeeks = 2.4;

    /// <summary>Quiet hours after which an anomaly is over; ours.</summary>
    private const int QuietHours = 6;

    private readonly SeasonalBaseline _baseline = new(subject.Kind != AnomalyKind.Volume);
    private double _drift, _driftExpected;
    private long _driftCount, _driftOf;
    private int _driftHours, _quiet;

    public AnomalySubject Subject => subject;

    /// <summary>The last hour in which there was any.</summary>
    public long LastActive { get; private set; }

    /// <summary>Null while all is as usual.</summary>
    public Anomaly? Open { get; private set; }

    /// <summary>An hour is over.</summary>
    /// <returns>The anomaly that begins, goes on or ends with it; null for none.</returns>
    public Anomaly? Observe(long hour, long count, long of)
    {
        if (count > 0 || of > 0) LastActive = hour;
        var (expected, dispersion) = (_baseline.Expect(hour, of), _baseline.Dispersion(hour));
        var isKnown = IsKnown(hour);
        var score = isKnown && expected > 0 ? CountModel.SignedRoot(count, expected, dispersion) : 0;
        var isFar = isKnown && IsFar(count, of, expected, score, Far);
        if (isKnown && subject.Kind != AnomalyKind.Volume && of > 0) Drift(count, of, expected, dispersion);
        _baseline.Learn(hour, count, of);
        var isDrift = !isFar && _drift >= DriftLimit && _driftCount >= LeastDriftCount;
        if (Open is null)
        {
            if (!isFar && !isDrift) return null;
            _quiet = 0;
            return Open = isFar
                ? Begin(hour, false, count, of, expected, score, 1)
                : Begin(hour, true, _driftCount, _driftOf, _driftExpected, _drift, _driftHours);
        }

        // An hour without mail says nothing of shares.
        if (subject.Kind != AnomalyKind.Volume && of == 0) return null;
        if (isFar || Math.Abs(score) >= 2 || _drift >= DriftLimit / 2)
        {
            _quiet = 0;
            return Open = Open with { LastAt = TimeOf(hour) };
        }

        if (++_quiet < QuietHours) return null;
        var over = Open with { Until = TimeOf(hour + 1) };
        (Open, _drift, _driftCount, _driftOf, _driftExpected, _driftHours) = (null, 0, 0, 0, 0, 0);
        return over;
    }

    /// <summary>An hour runs: what came of it so far can only be too much.</summary>
    public Anomaly? Peek(long hour, long count, long of)
    {
        if (Open is not null || subject.Kind == AnomalyKind.Volume || !IsKnown(hour)) return null;
        var expected = _baseline.Expect(hour, of);
        if (expected <= 0) return null;
        var score = CountModel.SignedRoot(count, expected, _baseline.Dispersion(hour));
        if (count < expected || !IsFar(count, of, expected, score, FarWhileRunning)) return null;
        _quiet = 0;
        return Open = Begin(hour, false, count, of, expected, score, 1);
    }

    /// <summary>It never happened in all these hours.</summary>
    public void Assume(int hours, double of) => _baseline.Assume(hours, of);

    /// <summary>Of an anomaly that is known from before.</summary>
    public void Resume(Anomaly anomaly) => Open = anomaly;

    private static DateTimeOffset TimeOf(long hour) => DateTimeOffset.UnixEpoch.AddHours(hour);

    private Anomaly Begin(long hour, bool isDrift, long count, long of, double expected, double score, int hours) =>
        new(subject, TimeOf(hour), null, TimeOf(hour), isDrift, count, of, Math.Round(expected, 2), Math.Round(score, 1), hours);

    private bool IsKnown(long hour) => subject.Kind == AnomalyKind.Volume ? _baseline.WeeksAt(hour) >= LeastWeeks : _baseline.Hours >= LeastHours && _baseline.Of >= LeastOf;

    private bool IsFar(long count, long of, double expected, double score, double limit) => subject.Kind switch
    {
        AnomalyKind.Volume => Math.Abs(score) >= limit && Math.Max(count, expected) >= LeastVolume && (count >= LeastVolumeRatio * expected || count * LeastVolumeRatio <= expected),
        AnomalyKind.Complaints => score >= limit && count >= LeastComplaints && count >= LeastRatio * expected,
        _ => score >= limit && count >= LeastCount && of > 0 && count >= LeastRatio * expected,
    };

    private void Drift(long count, long of, double expected, double dispersion)
    {
        _drift += CountModel.Evidence(count, expected, DriftMultiple, dispersion);
        if (_drift <= 0)
        {
            (_drift, _driftCount, _driftOf, _driftExpected, _driftHours) = (0, 0, 0, 0, 0);
            return;
        }

        _drift = Math.Min(_drift, DriftLimit);
        _driftCount += count;
        _driftOf += of;
        _driftExpected += expected;
        _driftHours++;
    }
}
