namespace Standfast.Reputation.Statistics;

/// <summary>Keeps counts for minutes, hours, days and four weeks, each for <see cref="LevelSpan.KeptFor"/>. May be called concurrently.</summary>
/// <remarks>Every member throws <see cref="IOException"/> where the store cannot be read or written; then nothing has changed.</remarks>
public interface IStatisticsStore
{
    /// <summary>The last fact of the event log that is counted; 0 for none.</summary>
    long Position { get; }

    /// <summary>Adds cells to what there is and moves the position, all or nothing; durable when it returns.</summary>
    /// <param name="now">What is not kept any more is dropped.</param>
    void Save(IReadOnlyCollection<StatisticsCell> cells, long position, DateTimeOffset now);

    /// <summary>Keys that were counted in the last day that anything was, and that day's first minute.</summary>
    (long Day, IReadOnlyList<StatisticsKey> Keys) LastDay();

    /// <summary>Keys of a cube by the numbers that <see cref="Read"/> gives. There are numbers without a key: names that are not kept any more.</summary>
    /// <param name="values">As a key's; null for any.</param>
    IReadOnlyDictionary<long, StatisticsKey> Find(StatisticsCube cube, IReadOnlyList<string?> values);

    /// <summary>Numbers of those keys of a cube that have a name.</summary>
    IReadOnlySet<long> Named(StatisticsCube cube);

    /// <summary>Keys of some numbers, as far as they have a name.</summary>
    IReadOnlyDictionary<long, StatisticsKey> Names(StatisticsCube cube, IReadOnlyCollection<long> numbers);

    /// <summary>Reads the counts of some times, earliest first where no keys are given.</summary>
    /// <param name="keys">Null for all.</param>
    void Read(StatisticsCube cube, StatisticsSpan span, IReadOnlyCollection<long>? keys, CellReader read);
}
