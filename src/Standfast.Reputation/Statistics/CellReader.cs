namespace Standfast.Reputation.Statistics;

/// <summary>Is given the counts of one key and time.</summary>
/// <param name="key">Number of the key, as of <see cref="IStatisticsStore.Find"/>.</param>
/// <param name="minute">Since 1970, in which the time begins.</param>
/// <param name="packed">As <see cref="Counts.Pack"/> writes it; good until the call returns.</param>
public delegate void CellReader(long key, long minute, ReadOnlySpan<byte> packed);
