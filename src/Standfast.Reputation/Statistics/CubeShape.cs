using System.Collections.Immutable;

namespace Standfast.Reputation.Statistics;

/// <summary>What a cube's keys are made of.</summary>
public static class CubeShape
{
    /// <summary>Different keys of one cube in one day (UTC), ours; what comes beyond them is counted together as <see cref="StatisticsKey.Other"/>, and mail of one account apart from that of the others.</summary>
    public const int MaxKeysADay = 2_000;

    /// <summary>Names of one cube that are kept, ours; beyond them the counts of those that were not seen longest are shown as <see cref="StatisticsKey.Other"/>.</summary>
    public const int MaxKeys = 20_000;

    /// <summary>The first that has what is asked for is read: the smaller ones come first.</summary>
    private static readonly ImmutableArray<StatisticsCube> s_bySize = [StatisticsCube.Total, StatisticsCube.Way, StatisticsCube.Stream, StatisticsCube.Provider, StatisticsCube.AllDomain, StatisticsCube.Campaign, StatisticsCube.Domain];

    /// <summary>In the order of <see cref="StatisticsKey.A"/>, <see cref="StatisticsKey.B"/> and <see cref="StatisticsKey.C"/>.</summary>
    public static ImmutableArray<StatisticsDimension> DimensionsOf(StatisticsCube cube) => cube switch
    {
        StatisticsCube.Total => [],
        StatisticsCube.Stream => [StatisticsDimension.Account, StatisticsDimension.Stream],
        StatisticsCube.Campaign => [StatisticsDimension.Account, StatisticsDimension.Stream, StatisticsDimension.Campaign],
        StatisticsCube.Way => [StatisticsDimension.Source, StatisticsDimension.Provider],
        StatisticsCube.Provider => [StatisticsDimension.Account, StatisticsDimension.Provider],
        StatisticsCube.Domain => [StatisticsDimension.Account, StatisticsDimension.Domain],
        StatisticsCube.AllDomain => [StatisticsDimension.Domain],
        _ => throw new ArgumentOutOfRangeException(nameof(cube)),
    };

    /// <summary>Null where no cube has all of them together.</summary>
    public static StatisticsCube? Holding(IReadOnlyCollection<StatisticsDimension> dimensions)
    {
        foreach (var cube in s_bySize)
            if (dimensions.All(DimensionsOf(cube).Contains))
                return cube;
        return null;
    }
}
