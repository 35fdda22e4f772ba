namespace Standfast.Reputation.Statistics.Anomalies;

/// <summary>
/// What one number of one part is as a rule at each hour of the week: counts (and what they are shares of) of the same hours of earlier weeks, newer ones weigh more; and how much they scatter. Hours that have
/// not been seen often take after all hours. Not to be used concurrently.
/// </summary>
/// <param name="isShare">The counts are shares of others; else they are expected as such.</param>
internal sealed class SeasonalBaseline(bool isShare)
{
    public const int HoursOfWeek = 168;

    /// <summary>What a week ago weighs; ours: half after three weeks.</summary>
    private const double Weekly = 0.8;

    /// <summary>What is assumed of a share before anything is known: half a count in 500, ours.</summary>
    private const double PriorCount = 0.5, PriorOf = 500;

    /// <summary>Counts of all hours together that weigh as much as those of one hour of the week; ours.</summary>
    private const double Smoothing = 20;

    /// <summary>Of scatter: variance beyond chance as a share of the square, and how much that weighs, in squares of expected counts; ours.</summary>
    private const double PriorDispersion = 0.02, PriorDispersionWeight = 2_000, MaxDispersion = 100;

    private static readonly double s_hourly = Math.Pow(Weekly, 1.0 / HoursOfWeek);

    private readonly float[] _counts = new float[HoursOfWeek], _of = new float[HoursOfWeek], _weeks = new float[HoursOfWeek];
    private double _allCounts, _allOf, _excess, _squares;

    /// <summary>Hours that have been seen.</summary>
    public int Hours { get; private set; }

    /// <summary>What shares are of, of all hours.</summary>
    public double Of => _allOf;

    /// <summary>Weeks of which this hour of the week has been seen, the older the less.</summary>
    public double WeeksAt(long hour) => _weeks[Slot(hour)];

    /// <param name="hour">Hours since 1970.</param>
    /// <param name="of">What the count is a share of; does not matter for others.</param>
    public double Expect(long hour, double of)
    {
        var slot = Slot(hour);
        if (!isShare) return _weeks[slot] > 0 ? _counts[slot] / _weeks[slot] : 0;
        var share = (_allCounts + PriorCount) / (_allOf + PriorOf);
        var weight = Smoothing / share;
        return of * (_counts[slot] + Smoothing) / (_of[slot] + weight);
    }

    /// <summary>Variance beyond chance as a share of the square of what is expected: scatter, and what is not known of the mean.</summary>
    public double Dispersion(long hour)
    {
        var scatter = Math.Clamp((_excess + PriorDispersion * PriorDispersionWeight) / (_squares + PriorDispersionWeight), 0, MaxDispersion);
        return isShare ? scatter + 1 / (_allCounts + 1) : scatter * (1 + 1 / Math.Max(1, WeeksAt(hour))) + 1 / (_counts[Slot(hour)] + 1);
    }

    /// <summary>Hours in which nothing was counted.</summary>
    public void Assume(int hours, double of) => (Hours, _allOf) = (hours, of);

    /// <param name="of">As of <see cref="Expect"/>.</param>
    public void Learn(long hour, double count, double of)
    {
        var slot = Slot(hour);
        var isKnown = isShare ? Hours >= 24 : _weeks[slot] >= 1;
        if (isKnown)
        {
            var expected = Expect(hour, of);
            // What is far out is learnt as what is barely usual: a fault must not become the rule at once, but a new rule in some weeks.
            var most = expected + 3 * Math.Sqrt(expected + Dispersion(hour) * expected * expected) + 1;
            count = Math.Min(count, most);
            (_excess, _squares) = (_excess * s_hourly + (count - expected) * (count - expected) - expected, _squares * s_hourly + expected * expected);
        }

        _counts[slot] = (float)(_counts[slot] * Weekly + count);
        _of[slot] = (float)(_of[slot] * Weekly + of);
        _weeks[slot] = (float)(_weeks[slot] * Weekly + 1);
        (_allCounts, _allOf) = (_allCounts * s_hourly + count, _allOf * s_hourly + of);
        Hours++;
    }

    private static int Slot(long hour) => (int)(hour % HoursOfWeek);
}
