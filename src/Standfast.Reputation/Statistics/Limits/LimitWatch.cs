namespace Standfast.Reputation.Statistics.Limits;

/// <summary>Tells of a limit that comes near or is passed, once, and again when it gets worse or has been out of sight between.</summary>
public sealed class LimitWatch(LimitReader reader, TimeProvider time)
{
    /// <summary>Ours: the trend is one of hours.</summary>
    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(10);

    private readonly Dictionary<(string Limit, string Part), LimitState> _told = [];
    private long? _lookedAt;

    /// <summary>Called by who calls <see cref="Step"/>.</summary>
    public event Action<LimitStanding>? Worsened;

    /// <summary>Looks, unless that was done a short time ago. By one caller at a time.</summary>
    /// <exception cref="IOException">A store cannot be read.</exception>
    public void Step()
    {
        if (_lookedAt is { } at && time.GetElapsedTime(at) < s_every) return;
        var standings = reader.Read();
        _lookedAt = time.GetTimestamp();
        var bad = standings.Where(standing => standing.Limit.IsShare && standing.State >= LimitState.Near).ToDictionary(standing => (standing.Limit.Id, standing.Part));
        foreach (var gone in _told.Keys.Where(key => !bad.ContainsKey(key)).ToList()) _told.Remove(gone);
        foreach (var (key, standing) in bad)
        {
            var before = _told.GetValueOrDefault(key, LimitState.Ok);
            _told[key] = standing.State;
            if (standing.State > before) Worsened?.Invoke(standing);
        }
    }
}
