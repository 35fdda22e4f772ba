namespace Standfast.Reputation.Statistics;

/// <summary>Answers queries from the store. May be called concurrently.</summary>
public sealed class StatisticsReader(IStatisticsStore store, TimeProvider time)
{
    /// <summary>Rows that cost as much to read as one to look for, measured; ours.</summary>
    private const int RowsOfASearch = 15;

    /// <summary>What is wrong with a query, one sentence; null where it can be answered.</summary>
    public string? Check(StatisticsQuery query)
    {
        if (query.From >= query.To) return "the time must begin before it ends";
        if (query.Limit is < 1 or > StatisticsQuery.MaxRows) return $"limit must be 1 to {StatisticsQuery.MaxRows}";
        var asked = Asked(query);
        if (CubeShape.Holding(asked) is null) return $"{string.Join(", ", asked.Select(one => one.ToString().ToLowerInvariant()))} are not counted together: ask by account and stream and campaign, source and provider, account and provider, or account and domain";
        if (query.Step is not { } step) return null;
        if (query.From < time.GetUtcNow() - LevelSpan.KeptFor(step) - TimeSpan.FromMinutes(LevelSpan.MinutesOf(step)))
            return $"steps of a {step.ToString().ToLowerInvariant()} are kept for {LevelSpan.KeptFor(step).TotalDays:0} days: ask for longer steps";
        var steps = (query.To - query.From).TotalMinutes / LevelSpan.MinutesOf(step);
        return steps * (query.By.Count == 0 ? 1 : query.Limit) > StatisticsQuery.MaxPoints ? $"more than {StatisticsQuery.MaxPoints} points: ask for longer steps, or fewer rows" : null;
    }

    /// <summary>First the order of all rows, by two numbers of each; then all numbers of those that are shown: there may be many thousands of which few are.</summary>
    /// <param name="query">Without mistakes (<see cref="Check"/>).</param>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public StatisticsAnswer Read(StatisticsQuery query)
    {
        var (from, to) = Bounds(query);
        var cube = CubeShape.Holding(Asked(query)) ?? throw new ArgumentException(Check(query), nameof(query));
        var groups = query.Where.Count == 0 && query.By.SequenceEqual(CubeShape.DimensionsOf(cube)) ? new StatisticsGroups(store, cube) : new StatisticsGroups(store, cube, query);
        var spans = StatisticsSpan.Cover(from, to).ToList();
        var total = new Counts();
        foreach (var span in spans)
            store.Read(cube, span, groups.Wanted, (key, _, packed) =>
            {
                var group = groups.Of(key);
                var (ordered, accepted) = (group.IsCountedAtOnce ? group.Counts : total).Add(packed, query.Order, CountKind.Accepted);
                group.Ordered += ordered;
                group.Accepted += accepted;
            });
        foreach (var group in groups.All)
            if (group.IsCountedAtOnce)
                total.Add(group.Counts);
        var rows = groups.All.OrderByDescending(group => group.Ordered).ThenByDescending(group => group.Accepted).ThenBy(group => string.Join('\n', group.Values), StringComparer.Ordinal).Take(query.Limit).ToList();
        var shown = groups.KeysOf(rows);
        var uncounted = shown.Where(key => !groups.Of(key).IsCountedAtOnce).ToList();
        if (uncounted.Count > 0)
            foreach (var span in spans) store.Read(cube, span, uncounted, (key, _, packed) => groups.Of(key).Counts.Add(packed));
        if (query.Step is { } step) ReadPoints(cube, new StatisticsSpan(step, from, to), groups, shown);
        groups.Name(rows);
        return new StatisticsAnswer(LevelSpan.TimeOf(from), LevelSpan.TimeOf(to), total, [.. rows.Select(group => group.ToRow())]);
    }

    private void ReadPoints(StatisticsCube cube, StatisticsSpan span, StatisticsGroups groups, IReadOnlyList<long> shown)
    {
        var wanted = shown.ToHashSet();
        store.Read(cube, span, shown.Count * RowsOfASearch >= groups.Keys ? null : shown, (key, minute, packed) =>
        {
            if (wanted.Contains(key)) groups.Of(key).AddPoint(minute, packed);
        });
    }

    /// <summary>Whole times of the step; without one, of the shortest that is kept since the begin.</summary>
    private (long From, long To) Bounds(StatisticsQuery query)
    {
        var now = time.GetUtcNow();
        var level = query.Step ?? (query.From >= now - LevelSpan.KeptFor(StatisticsLevel.Minute) ? StatisticsLevel.Minute : query.From >= now - LevelSpan.KeptFor(StatisticsLevel.Hour) ? StatisticsLevel.Hour : StatisticsLevel.Day);
        var length = LevelSpan.MinutesOf(level);
        var from = LevelSpan.Begin(level, LevelSpan.MinuteOf(query.From));
        return (from, Math.Max(from + length, LevelSpan.Begin(level, LevelSpan.MinuteOf(query.To.AddTicks(-1))) + length));
    }

    private static HashSet<StatisticsDimension> Asked(StatisticsQuery query) => [.. query.By, .. query.Where.Keys];
}
