using System.Runtime.InteropServices;

namespace Standfast.Reputation.Statistics;

/// <summary>The rows of an answer while it is added up: which keys of a cube belong to each.</summary>
internal sealed class StatisticsGroups
{
    /// <summary>Rows whose counts are added up at once, ours: those of more rows would be more than the caches of a processor hold.</summary>
    private const int MaxCountedAtOnce = 300;

    private readonly IStatisticsStore _store;
    private readonly StatisticsCube _cube;
    private readonly Dictionary<long, StatisticsGroup> _byKey = [];

    // Where each key is a row: those that have a name; null where all have.
    private readonly IReadOnlySet<long>? _named;
    private readonly List<StatisticsGroup> _list = [];
    private StatisticsGroup? _others;

    // Where several are: what the values of a row are taken from.
    private readonly IReadOnlyDictionary<long, StatisticsKey> _keys = new Dictionary<long, StatisticsKey>();
    private readonly Dictionary<StatisticsKey, StatisticsGroup> _byValues = [];
    private readonly int[]? _places;

    /// <summary>Each key is a row: the names of the first rows suffice.</summary>
    public StatisticsGroups(IStatisticsStore store, StatisticsCube cube)
    {
        (_store, _cube) = (store, cube);
        _named = cube == StatisticsCube.Total ? null : store.Named(cube);
    }

    /// <summary>A row for each of the values that the query asks by, of the keys that it wants.</summary>
    public StatisticsGroups(IStatisticsStore store, StatisticsCube cube, StatisticsQuery query)
    {
        (_store, _cube) = (store, cube);
        var dimensions = CubeShape.DimensionsOf(cube);
        _keys = store.Find(cube, [.. dimensions.Select(dimension => query.Where.GetValueOrDefault(dimension))]);
        _places = [.. query.By.Select(dimension => dimensions.IndexOf(dimension))];
        Wanted = query.Where.Count == 0 ? null : [.. _keys.Keys];
    }

    /// <summary>Null for all.</summary>
    public IReadOnlyCollection<long>? Wanted { get; }

    /// <summary>Keys that were met.</summary>
    public int Keys => _byKey.Count;

    public IReadOnlyCollection<StatisticsGroup> All => _places is null ? _list : _byValues.Values;

    public StatisticsGroup Of(long key)
    {
        ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(_byKey, key, out _);
        return group ??= _places is null ? NewRow(key) : RowOf(key, _places);
    }

    public IReadOnlyList<long> KeysOf(IReadOnlyCollection<StatisticsGroup> rows)
    {
        var wanted = rows.ToHashSet();
        return [.. _byKey.Where(pair => wanted.Contains(pair.Value)).Select(pair => pair.Key)];
    }

    /// <summary>Gives the rows their values, where they have none yet.</summary>
    public void Name(IReadOnlyCollection<StatisticsGroup> rows)
    {
        if (_cube == StatisticsCube.Total) return;
        var nameless = rows.Where(group => group.Values.Length == 0 && _places is null).ToList();
        var length = CubeShape.DimensionsOf(_cube).Length;
        foreach (var (number, key) in _store.Names(_cube, KeysOf(nameless))) _byKey[number].Values = [.. Enumerable.Range(0, length).Select(index => key[index])];
    }

    private StatisticsGroup NewRow(long key)
    {
        var isOther = _named?.Contains(key) == false;
        if (isOther && _others is not null) return _others;
        var group = isOther ? _others = new StatisticsGroup([.. CubeShape.DimensionsOf(_cube).Select(_ => StatisticsKey.Other)], isCountedAtOnce: true) : new StatisticsGroup([], _list.Count < MaxCountedAtOnce);
        _list.Add(group);
        return group;
    }

    private StatisticsGroup RowOf(long key, int[] places)
    {
        var isKnown = _keys.TryGetValue(key, out var found);
        var values = new string[places.Length];
        for (var index = 0; index < places.Length; index++) values[index] = isKnown ? found[places[index]] : StatisticsKey.Other;
        var name = new StatisticsKey(default, values.Length > 0 ? values[0] : "", values.Length > 1 ? values[1] : "", values.Length > 2 ? values[2] : "");
        return _byValues.TryGetValue(name, out var known) ? known : _byValues[name] = new StatisticsGroup(values, _byValues.Count < MaxCountedAtOnce);
    }
}
