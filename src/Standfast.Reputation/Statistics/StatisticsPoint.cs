namespace Standfast.Reputation.Statistics;

/// <summary>What happened in one step of time.</summary>
/// <param name="At">Its begin.</param>
/// <param name="Packed">As <see cref="Statistics.Counts.Pack"/> writes it: an answer may have tens of thousands of points.</param>
public sealed record StatisticsPoint(DateTimeOffset At, ReadOnlyMemory<byte> Packed)
{
    /// <summary>Made at each call.</summary>
    public Counts Counts
    {
        get
        {
            var counts = new Counts();
            counts.Add(Packed.Span);
            return counts;
        }
    }
}
