namespace Standfast.Simulation.Internet.World;

/// <summary>Counts of the last week, by hours.</summary>
internal sealed class HourWindow
{
    private const int Hours = 168;

    private readonly int[] _counts = new int[Hours];
    private long _latest;

    public void Add(TimeSpan now, int count = 1)
    {
        var hour = Forget(now);
        _counts[hour % Hours] += count;
    }

    /// <param name="window">At most a week; begun hours count whole.</param>
    public int Sum(TimeSpan now, TimeSpan window)
    {
        var hour = Forget(now);
        var sum = 0;
        for (var back = 0; back < Math.Min(Hours, (long)window.TotalHours + 1) && back <= hour; back++) sum += _counts[(hour - back) % Hours];
        return sum;
    }

    private long Forget(TimeSpan now)
    {
        var hour = (long)now.TotalHours;
        if (hour - _latest >= Hours) Array.Clear(_counts);
        else for (var past = _latest + 1; past <= hour; past++) _counts[past % Hours] = 0;
        _latest = Math.Max(_latest, hour);
        return hour;
    }
}
