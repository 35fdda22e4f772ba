namespace Standfast.Delivery.Shaping;

/// <summary>How much happened in the last minute, by seconds. Not safe for concurrent use.</summary>
internal sealed class RecentCount
{
    private const int Seconds = 60;

    /// <summary>A longer silence begins anew. A refusal that lasts silences us for a minute or two.</summary>
    private const int LongestGap = 150;

    private readonly int[] _counts = new int[Seconds];
    private long _first = -1;
    private long _latest = -1;

    public void Add(TimeSpan now)
    {
        var second = (long)now.TotalSeconds;
        if (_first < 0 || second - _latest > LongestGap) _first = second;
        Forget(second);
        _counts[second % Seconds]++;
    }

    /// <summary>Seconds since the first event, without a long gap between; at most a minute.</summary>
    public long Tracked(TimeSpan now) => _first < 0 ? 0 : Math.Min(Seconds, (long)now.TotalSeconds - _first + 1);

    /// <summary>Events a second over that many last seconds, or since the first event where that is later.</summary>
    public double Rate(TimeSpan now, int seconds)
    {
        var second = (long)now.TotalSeconds;
        Forget(second);
        var span = Math.Min(seconds, Tracked(now));
        var sum = 0;
        for (var back = 0; back < span; back++) sum += _counts[(second - back + Seconds) % Seconds];
        return span == 0 ? 0 : (double)sum / span;
    }

    private void Forget(long second)
    {
        if (second - _latest >= Seconds) Array.Clear(_counts);
        else for (var past = _latest + 1; past <= second; past++) _counts[past % Seconds] = 0;
        _latest = Math.Max(_latest, second);
    }
}
