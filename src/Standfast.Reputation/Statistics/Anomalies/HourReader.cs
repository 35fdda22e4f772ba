namespace Standfast.Reputation.Statistics.Anomalies;

/// <summary>Reads what is watched, hour by hour: mail by account and stream, and by source and provider.</summary>
internal sealed class HourReader(IStatisticsStore store)
{
    private const int Minutes = 60;

    /// <summary>At once, for memory's sake; ours.</summary>
    private const int Chunk = 24;

    private static readonly StatisticsCube[] s_cubes = [StatisticsCube.Total, StatisticsCube.Stream, StatisticsCube.Way];

    private readonly Dictionary<StatisticsCube, IReadOnlyDictionary<long, StatisticsKey>> _names = [];

    /// <summary>Each hour, also those in which nothing happened.</summary>
    /// <param name="from">Hours since 1970.</param>
    /// <param name="to">The first that is not read.</param>
    public IEnumerable<(long Hour, IReadOnlyDictionary<StatisticsKey, Counts> Parts)> Read(long from, long to)
    {
        for (var begin = from; begin < to; begin += Chunk)
        {
            var hours = Enumerable.Range(0, (int)Math.Min(Chunk, to - begin)).Select(_ => new Dictionary<StatisticsKey, Counts>()).ToArray();
            foreach (var cube in s_cubes) Read(cube, begin, hours);
            for (var index = 0; index < hours.Length; index++) yield return (begin + index, hours[index]);
        }
    }

    private void Read(StatisticsCube cube, long begin, Dictionary<StatisticsKey, Counts>[] hours)
    {
        var unknown = false;
        void Add(long key, long minute, ReadOnlySpan<byte> packed)
        {
            if (NameOf(cube, key) is not { } name)
            {
                unknown = true;
                return;
            }

            var counts = new Counts();
            counts.Add(packed);
            hours[minute / Minutes - begin][name] = counts;
        }

        var span = new StatisticsSpan(StatisticsLevel.Hour, begin * Minutes, (begin + hours.Length) * Minutes);
        store.Read(cube, span, null, Add);
        if (!unknown) return;
        // New names since they were read.
        _names.Remove(cube);
        _names[cube] = store.Find(cube, []);
        store.Read(cube, span, null, Add);
    }

    private StatisticsKey? NameOf(StatisticsCube cube, long key)
    {
        if (!_names.TryGetValue(cube, out var names)) return null;
        return names.TryGetValue(key, out var name) ? name : null;
    }
}
