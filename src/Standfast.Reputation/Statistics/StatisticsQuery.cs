namespace Standfast.Reputation.Statistics;

/// <summary>What is asked of the statistics.</summary>
/// <param name="To">The first instant that does not count.</param>
public sealed record StatisticsQuery(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Ours: a screen, or a sheet.</summary>
    public const int MaxRows = 1_000;

    /// <summary>Rows times steps; ours: an answer of some 20 MB.</summary>
    public const int MaxPoints = 50_000;

    /// <summary>Null for sums of the whole time alone; <see cref="StatisticsLevel.FourWeeks"/> is none that can be asked for.</summary>
    public StatisticsLevel? Step { get; init; }

    /// <summary>Empty for one row of everything.</summary>
    public IReadOnlyList<StatisticsDimension> By { get; init; } = [];

    /// <summary>Only mail of these values; "" for mail that has none.</summary>
    public IReadOnlyDictionary<StatisticsDimension, string> Where { get; init; } = new Dictionary<StatisticsDimension, string>();

    /// <summary>Rows with the most of it come first.</summary>
    public CountKind Order { get; init; } = CountKind.Attempts;

    /// <summary>1 to <see cref="MaxRows"/>.</summary>
    public int Limit { get; init; } = 20;
}
