using System.Net;

namespace Standfast.Tests.Delivery.Shaping;

/// <summary>What a mail server takes from each source: so many connections at once, and so much mail in a time.</summary>
internal sealed class SinkManners
{
    private readonly Dictionary<IPAddress, (double Tokens, TimeSpan At)> _buckets = [];
    private readonly Dictionary<(IPAddress, long), int> _windows = [];

    public int MaxConnections { get; init; } = int.MaxValue;

    /// <summary>Messages a second, by a token bucket that holds one second's.</summary>
    public double? Rate { get; init; }

    /// <summary>Messages in each whole minute.</summary>
    public int? PerMinute { get; init; }

    /// <summary>Takes connections and never says a word.</summary>
    public bool IsSilent { get; init; }

    /// <summary>What is said to MAIL first of all; null where nothing special is.</summary>
    public Func<IPAddress, TimeSpan, string?> Say { get; set; } = (_, _) => null;

    public Dictionary<IPAddress, int> Standing { get; } = [];

    public List<(TimeSpan At, IPAddress Source)> Accepted { get; } = [];

    public int Recipients { get; set; }

    /// <summary>Every try and whether it was refused: connections and transactions.</summary>
    public List<(TimeSpan At, bool IsRefused)> Tries { get; } = [];

    public string Connect(IPAddress source, TimeSpan now)
    {
        var isRefused = Standing.GetValueOrDefault(source) >= MaxConnections;
        if (isRefused) Tries.Add((now, true));
        return isRefused ? "421 4.7.0 too many connections from you" : "220 sink";
    }

    public string Mail(IPAddress source, TimeSpan now)
    {
        var said = Say(source, now);
        var isRefused = said is not null || !TakeToken(source, now) || !CountMinute(source, now);
        Tries.Add((now, isRefused));
        return said ?? (isRefused ? "421 4.7.0 too much mail from you" : "250 ok");
    }

    private bool TakeToken(IPAddress source, TimeSpan now)
    {
        if (Rate is not { } rate) return true;
        var (tokens, at) = _buckets.GetValueOrDefault(source, (rate, now));
        tokens = Math.Min(Math.Max(1, rate), tokens + ((now - at).TotalSeconds * rate));
        _buckets[source] = (tokens < 1 ? tokens : tokens - 1, now);
        return tokens >= 1;
    }

    private bool CountMinute(IPAddress source, TimeSpan now)
    {
        if (PerMinute is not { } most) return true;
        var minute = (source, (long)now.TotalMinutes);
        var count = _windows.GetValueOrDefault(minute);
        if (count < most) _windows[minute] = count + 1;
        return count < most;
    }
}
