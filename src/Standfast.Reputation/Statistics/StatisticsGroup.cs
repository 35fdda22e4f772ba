namespace Standfast.Reputation.Statistics;

/// <summary>A row of an answer while it is added up.</summary>
/// <param name="isCountedAtOnce">Its counts are added up when its place in the order is; else only where it is shown.</param>
internal sealed class StatisticsGroup(string[] values, bool isCountedAtOnce)
{
    private readonly SortedDictionary<long, byte[]> _points = [];
    private Counts? _counts;

    /// <summary>Of the dimensions asked by; empty while they are not looked up.</summary>
    public string[] Values { get; set; } = values;

    public bool IsCountedAtOnce => isCountedAtOnce;

    /// <summary>Of the kind that the rows are ordered by.</summary>
    public long Ordered { get; set; }

    public long Accepted { get; set; }

    /// <summary>All of it; made when first asked for, since it is a thousand octets and few rows are shown.</summary>
    public Counts Counts => _counts ??= new Counts();

    public void AddPoint(long minute, ReadOnlySpan<byte> packed) => _points[minute] = _points.TryGetValue(minute, out var known) ? Counts.AddPacked(known, packed) : packed.ToArray();

    public StatisticsRow ToRow() => new(Values, Counts, [.. _points.Select(point => new StatisticsPoint(LevelSpan.TimeOf(point.Key), point.Value))]);
}
