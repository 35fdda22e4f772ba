using Standfast.Reputation.Classification;
using Standfast.Reputation.Feedback.Reports;

namespace Standfast.Reputation.Statistics.Limits;

/// <summary>Tells how far mail is from the limits that others have published. May be called concurrently.</summary>
/// <param name="reports">What Google says itself.</param>
public sealed class LimitReader(IReadOnlyList<PublishedLimit> limits, IStatisticsStore store, IReportStore reports, TimeProvider time)
{
    /// <summary>Hours whose values the trend is of; ours.</summary>
    public const int TrendHours = 12;

    /// <summary>Parts of one limit, those with most mail; ours.</summary>
    private const int MaxParts = 50;

    private const int MinutesAnHour = 60;

    /// <summary>A share that Google reported longer ago says nothing of now; it takes Google two or three days.</summary>
    private static readonly TimeSpan s_reported = TimeSpan.FromDays(7);

    /// <summary>Worst first.</summary>
    /// <exception cref="IOException">A store cannot be read.</exception>
    public IReadOnlyList<LimitStanding> Read()
    {
        var end = LevelSpan.MinuteOf(time.GetUtcNow()) / MinutesAnHour + 1;
        var standings = new List<LimitStanding>();
        foreach (var cube in limits.GroupBy(limit => limit.Provider == PublishedLimit.Everybody ? StatisticsCube.Stream : StatisticsCube.Way))
        {
            var longest = cube.Max(limit => (int)limit.Window.TotalHours) + TrendHours;
            foreach (var (part, provider, hours) in ReadHours(cube.Key, end, longest))
                foreach (var limit in cube)
                    if (limit.IsSeen && (limit.Provider == PublishedLimit.Everybody || limit.Provider == provider) && Stand(limit, part, hours) is { } standing)
                        standings.Add(standing);
        }

        foreach (var limit in limits.Where(limit => !limit.IsSeen)) standings.AddRange(Reported(limit));
        return [.. standings.OrderByDescending(standing => standing.State).ThenByDescending(standing => standing.Share).ThenBy(standing => standing.Part, StringComparer.Ordinal)];
    }

    /// <param name="hours">Ascending; the last is the one that runs.</param>
    /// <returns>Null where there was no mail.</returns>
    internal static LimitStanding? Stand(PublishedLimit limit, string part, ReadOnlySpan<Counts> hours)
    {
        var window = (int)limit.Window.TotalHours;
        var values = new double[TrendHours];
        long count = 0, of = 0;
        for (var index = 0; index < TrendHours; index++)
        {
            var end = hours.Length - (TrendHours - 1 - index);
            (count, of) = (0, 0);
            for (var hour = Math.Max(0, end - window); hour < end; hour++)
            {
                var (some, all) = Figures(limit.Metric, hours[hour]);
                (count, of) = (count + some, of + all);
            }

            values[index] = limit.IsShare ? of > 0 ? (double)count / of : 0 : count;
        }

        if (count == 0 && of == 0) return null;
        // One more complaint must not be a forecast.
        var slope = count < LimitStanding.LeastCount ? 0 : Trend.Slope(values);
        var isCertain = !limit.IsShare || of >= limit.Least;
        return new LimitStanding(limit, part, count, limit.IsShare ? of : 0, values[^1], slope, isCertain ? Trend.TimeTo(values[^1], limit.Limit, slope) : null, isCertain);
    }

    private static (long Count, long Of) Figures(LimitMetric metric, Counts counts) => metric switch
    {
        LimitMetric.ComplaintRate => (counts[CountKind.Complained], counts[CountKind.Delivered]),
        LimitMetric.BounceRate => (counts.Lost, counts.Outcomes),
        LimitMetric.UnknownRate => (counts.BouncedFor(ReplyCause.NoSuchUser), counts.Outcomes),
        LimitMetric.Delivered => (counts[CountKind.Delivered], 0),
        _ => throw new ArgumentOutOfRangeException(nameof(metric)),
    };

    private IEnumerable<LimitStanding> Reported(PublishedLimit limit)
    {
        var rows = reports.PostmasterRows(new ReportQuery(null, time.GetUtcNow() - s_reported, ReportQuery.MaxLimit)).Where(row => row.Value is not null && IsSpamRate(row.Metric));
        foreach (var domain in rows.GroupBy(row => row.Domain))
        {
            var days = domain.GroupBy(row => row.Day).OrderBy(day => day.Key).Select(day => (Day: day.Key, Value: day.Max(row => row.Value!.Value))).ToList();
            var slope = Trend.Slope([.. days.Select(day => day.Value)]) / 24;
            var (last, value) = days[^1];
            yield return new LimitStanding(limit, domain.Key.Value, 0, 0, value, slope, Trend.TimeTo(value, limit.Limit, slope), true, last);
        }
    }

    /// <summary>SPAM_RATE of the API's second version, userReportedSpamRatio of its first, a heading such as "Spam rate" of an exported table.</summary>
    private static bool IsSpamRate(string metric) => metric.Contains("spam", StringComparison.OrdinalIgnoreCase) && metric.Contains("rat", StringComparison.OrdinalIgnoreCase);

    private IEnumerable<(string Part, string Provider, Counts[] Hours)> ReadHours(StatisticsCube cube, long end, int length)
    {
        var wanted = limits.Select(limit => limit.Provider).ToHashSet(StringComparer.Ordinal);
        var names = store.Find(cube, []);
        var ways = new Dictionary<(string Part, string Provider), (Counts Sum, Dictionary<int, byte[]> Hours)>();
        var begin = end - length;
        store.Read(cube, new StatisticsSpan(StatisticsLevel.Hour, begin * MinutesAnHour, end * MinutesAnHour), null, (key, minute, packed) =>
        {
            if (!names.TryGetValue(key, out var name)) return;
            var way = cube == StatisticsCube.Way ? (name.A, name.B) : (name.A, PublishedLimit.Everybody);
            if (!wanted.Contains(way.Item2)) return;
            if (!ways.TryGetValue(way, out var found)) ways[way] = found = (new Counts(), []);
            found.Sum.Add(packed);
            var hour = (int)(minute / MinutesAnHour - begin);
            found.Hours[hour] = found.Hours.TryGetValue(hour, out var other) ? Counts.AddPacked(other, packed) : packed.ToArray();
        });
        foreach (var ((part, provider), (_, packed)) in ways.OrderByDescending(way => way.Value.Sum[CountKind.Attempts]).Take(MaxParts))
        {
            var hours = new Counts[length];
            for (var hour = 0; hour < length; hour++)
            {
                hours[hour] = new Counts();
                if (packed.TryGetValue(hour, out var some)) hours[hour].Add(some);
            }

            yield return (part.Length > 0 ? part : "(none)", provider, hours);
        }
    }
}
