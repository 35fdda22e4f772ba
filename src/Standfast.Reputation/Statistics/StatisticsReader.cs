using System.Runtime.InteropServices;

namespace Standfast.Reputation.Statistics;

/// <summary>Answers queries from the store. May be called concurrently.</summary>
public sealed class StatisticsReader(IStatisticsStore store, TimeProvider time)
{
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

    /// <param name="query">Without mistakes (<see cref="Check"/>).</param>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public StatisticsAnswer Read(StatisticsQuery query)
    {
        var (from, to) = Bounds(query);
        var cube = CubeShape.Holding(Asked(query)) ?? throw new ArgumentException(Check(query), nameof(query));
        var (groups, list) = query.Where.Count == 0 && query.By.SequenceEqual(CubeShape.DimensionsOf(cube)) ? SumKeys(cube, from, to) : SumGroups(query, cube, from, to);
        var total = new Counts();
        foreach (var group in list) total.Add(group.Counts);
        var rows = list.OrderByDescending(group => group.Counts[query.Order]).ThenByDescending(group => group.Counts[CountKind.Accepted]).ThenBy(group => string.Join('\n', group.Values), StringComparer.Ordinal).Take(query.Limit).ToList();
        NameRows(cube, groups, rows);
        if (query.Step is { } step) ReadPoints(cube, new StatisticsSpan(step, from, to), groups, rows);
        return new StatisticsAnswer(LevelSpan.TimeOf(from), LevelSpan.TimeOf(to), total, [.. rows.Select(group => group.ToRow())]);
    }

    /// <summary>Where each key is a row, the names of the first rows suffice.</summary>
    private (Dictionary<long, Group> Groups, IReadOnlyCollection<Group> List) SumKeys(StatisticsCube cube, long from, long to)
    {
        var named = cube == StatisticsCube.Total ? null : store.Named(cube);
        var (groups, list) = (new Dictionary<long, Group>(), new List<Group>());
        var others = new Group([.. CubeShape.DimensionsOf(cube).Select(_ => StatisticsKey.Other)]);
        foreach (var span in StatisticsSpan.Cover(from, to))
            store.Read(cube, span, null, (key, _, packed) =>
            {
                ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, key, out var isKnown);
                if (!isKnown || group is null)
                {
                    if (named?.Contains(key) == false) group = others;
                    else list.Add(group = new Group([]));
                }

                group.Counts.Add(packed);
            });
        if (!others.Counts.IsEmpty) list.Add(others);
        return (groups, list);
    }

    private void NameRows(StatisticsCube cube, Dictionary<long, Group> groups, List<Group> rows)
    {
        if (cube == StatisticsCube.Total) return;
        var nameless = rows.Where(group => group.Values.Length == 0).ToHashSet();
        if (nameless.Count == 0) return;
        var numbers = groups.Where(pair => nameless.Contains(pair.Value)).Select(pair => pair.Key).ToList();
        var length = CubeShape.DimensionsOf(cube).Length;
        foreach (var (number, key) in store.Names(cube, numbers)) groups[number].Values = [.. Enumerable.Range(0, length).Select(index => key[index])];
    }

    private (Dictionary<long, Group> Groups, IReadOnlyCollection<Group> List) SumGroups(StatisticsQuery query, StatisticsCube cube, long from, long to)
    {
        var dimensions = CubeShape.DimensionsOf(cube);
        var keys = store.Find(cube, [.. dimensions.Select(dimension => query.Where.GetValueOrDefault(dimension))]);
        var places = query.By.Select(dimension => dimensions.IndexOf(dimension)).ToArray();
        var (groups, byValues) = (new Dictionary<long, Group>(), new Dictionary<StatisticsKey, Group>());
        var wanted = query.Where.Count == 0 ? null : keys.Keys.ToList();
        foreach (var span in StatisticsSpan.Cover(from, to))
            store.Read(cube, span, wanted, (key, _, packed) =>
            {
                if (!groups.TryGetValue(key, out var group)) groups[key] = group = GroupOf(key, keys, places, byValues);
                group.Counts.Add(packed);
            });
        return (groups, byValues.Values);
    }

    private void ReadPoints(StatisticsCube cube, StatisticsSpan span, Dictionary<long, Group> groups, List<Group> rows)
    {
        var shown = rows.ToHashSet();
        var keys = groups.Where(pair => shown.Contains(pair.Value)).Select(pair => pair.Key).ToList();
        store.Read(cube, span, keys, (key, minute, packed) =>
        {
            var points = groups[key].Points;
            if (!points.TryGetValue(minute, out var counts)) points[minute] = counts = new Counts();
            counts.Add(packed);
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

    private static Group GroupOf(long key, IReadOnlyDictionary<long, StatisticsKey> keys, int[] places, Dictionary<StatisticsKey, Group> byValues)
    {
        var isKnown = keys.TryGetValue(key, out var found);
        var values = new string[places.Length];
        for (var index = 0; index < places.Length; index++) values[index] = isKnown ? found[places[index]] : StatisticsKey.Other;
        var group = new StatisticsKey(default, values.Length > 0 ? values[0] : "", values.Length > 1 ? values[1] : "", values.Length > 2 ? values[2] : "");
        return byValues.TryGetValue(group, out var known) ? known : byValues[group] = new Group(values);
    }

    private static HashSet<StatisticsDimension> Asked(StatisticsQuery query) => [.. query.By, .. query.Where.Keys];

    private sealed class Group(string[] values)
    {
        public string[] Values { get; set; } = values;

        public Counts Counts { get; } = new();

        public SortedDictionary<long, Counts> Points { get; } = [];

        public StatisticsRow ToRow() => new(Values, Counts, [.. Points.Select(point => new StatisticsPoint(LevelSpan.TimeOf(point.Key), point.Value))]);
    }
}
