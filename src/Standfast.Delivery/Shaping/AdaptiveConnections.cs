namespace Standfast.Delivery.Shaping;

/// <summary>
/// How many connections a site takes from a source: one until the first stands, then as many as are allowed; down to those that
/// stand when one more is refused, and up again one at a time. Not safe for concurrent use.
/// </summary>
internal sealed class AdaptiveConnections
{
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_firstHold = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_longestHold = TimeSpan.FromHours(2);

    private readonly int _most;
    private TimeSpan _hold = s_firstHold;
    private TimeSpan _growsAt;

    public AdaptiveConnections(int most) => Allowed = _most = most;

    /// <summary>Connections that may be in use at once.</summary>
    public int Allowed { get; private set; }

    /// <summary>Given out: those that stand and those that are being opened.</summary>
    public int Leased { get; private set; }

    public int Standing { get; private set; }

    /// <summary>A connection has stood before: more than one may be opened at a time.</summary>
    public bool IsProven { get; private set; }

    public bool IsLimited => Allowed < _most;

    public TimeSpan GrowsAt => _growsAt;

    public void Restore(int allowed, TimeSpan growsAt) => (Allowed, _growsAt) = (Math.Clamp(allowed, 1, _most), growsAt);

    public int FreeAt(TimeSpan now)
    {
        // One more is tried only where all that are allowed stand, and are wanted.
        if (Allowed < _most && now >= _growsAt && Standing >= Allowed) (Allowed, _growsAt) = (Allowed + 1, now + s_step);
        return (IsProven ? Allowed : 1) - Leased;
    }

    public void Lease() => Leased++;

    public void Opened()
    {
        Standing++;
        IsProven = true;
        if (Standing > Allowed) Allowed = Standing;
    }

    /// <summary>The site does not take one more. The lease is to be given back as well.</summary>
    public void Refused(TimeSpan now)
    {
        // Those that are opened at once are refused at once: that is one refusal, and the ones that get through raise the limit again.
        if (_growsAt > TimeSpan.Zero && Allowed > Math.Max(1, Standing)) _hold = TimeSpan.FromTicks(Math.Min(_hold.Ticks * 2, s_longestHold.Ticks));
        Allowed = Math.Max(1, Standing);
        _growsAt = now + _hold;
    }

    /// <param name="stood">It had been opened.</param>
    public void GiveBack(bool stood)
    {
        Leased--;
        if (stood) Standing--;
    }

    /// <summary>As after a suspension: one connection, then one more at a time.</summary>
    public void StartAgain(TimeSpan now) => (Allowed, _growsAt) = (1, now + s_step);
}
