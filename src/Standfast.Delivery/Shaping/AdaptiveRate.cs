namespace Standfast.Delivery.Shaping;

/// <summary>
/// Finds the rate that a site takes from a source, and keeps just below it. docs/shaping.md tells how and why.
/// Not safe for concurrent use.
/// </summary>
/// <param name="most">Transactions a second that are never exceeded; null where only refusals set a limit.</param>
internal sealed class AdaptiveRate(double? most)
{
    /// <summary>Without a refusal for so long a rate counts as good, and the next higher one is tried.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private const double Least = 1.0 / 60;

    /// <summary>The search ends when the rate is so near below one that was refused.</summary>
    private const double Near = 0.93;

    /// <summary>Refusals in a row, some seven seconds of them, that a bucket which refills would not need.</summary>
    private const int Lasting = 4;

    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_firstHold = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_longestHold = TimeSpan.FromHours(2);

    /// <summary>Refusals within that time of each other show a quota of a longer span than we can pace by.</summary>
    private static readonly TimeSpan s_memory = TimeSpan.FromMinutes(5);

    private readonly Pacer _pacer = new();
    private readonly RecentCount _accepted = new();
    private double _good;
    private TimeSpan _ceilingUntil;
    private TimeSpan _hold = s_firstHold;
    private TimeSpan _lastEvent = -s_memory;
    private TimeSpan _pausedUntil;
    private TimeSpan _probeUntil;
    private TimeSpan _steadySince;
    private int _strikes;
    private bool _lasted;
    private bool _waited;

    /// <summary>Transactions a second; infinity while no limit is known.</summary>
    public double Rate { get; private set; } = most ?? double.PositiveInfinity;

    /// <summary>The lowest rate known to be refused; infinity when none is, or when that was long ago.</summary>
    public double Ceiling { get; private set; } = double.PositiveInfinity;

    /// <summary>Times that the rate was lowered: places taken before are of a rate that was too high, and are to be taken anew.</summary>
    public int Lowerings { get; private set; }

    /// <summary>A refusal has lowered the rate below what it could be.</summary>
    public bool IsLimited => Rate < (most ?? double.PositiveInfinity);

    /// <summary>Takes up what was learned before a restart.</summary>
    public void Restore(double rate, double ceiling, TimeSpan ceilingUntil)
    {
        Rate = Math.Clamp(rate, Least, most ?? double.PositiveInfinity);
        (Ceiling, _ceilingUntil) = (ceiling, ceilingUntil);
    }

    /// <summary>A refusal has stopped all: what waits for its turn is to ask again.</summary>
    public bool IsPausedAt(TimeSpan now) => now < _pausedUntil;

    public TimeSpan WaitAt(TimeSpan now)
    {
        var pace = _pacer.WaitAt(now);
        var pause = (_probeUntil > _pausedUntil ? _probeUntil : _pausedUntil) - now;
        return pause > pace ? pause : pace;
    }

    public TimeSpan CeilingUntil => _ceilingUntil;

    public void Take(TimeSpan now, bool waited)
    {
        _waited |= waited;
        _pacer.Take(now, Rate);
        // After a pause one transaction finds out whether there is more to be had.
        if (_strikes > 0) _probeUntil = (now > _pausedUntil ? now : _pausedUntil) + Interval;
    }

    /// <summary>A transaction went through.</summary>
    /// <returns>True when more may be sent than before.</returns>
    public bool Accepted(TimeSpan now)
    {
        _accepted.Add(now);
        // What was under way when the refusal came proves nothing.
        if (now < _pausedUntil) return false;
        var wasProbe = _strikes > 0;
        (_strikes, _probeUntil) = (0, TimeSpan.Zero);
        if (double.IsPositiveInfinity(Rate) || now - _steadySince < Interval) return wasProbe;
        var wasWanted = _waited;
        (_steadySince, _waited) = (now, false);
        if (!wasWanted) return wasProbe;
        _good = Rate;
        Grow(now);
        return true;
    }

    /// <summary>The site said that this was too much: 421 or 4.7.x to a whole transaction. Refusals during a pause belong to the one that caused it.</summary>
    public void Refused(TimeSpan now)
    {
        if (now < _pausedUntil) return;
        if (_strikes == 0) Shrink(now);
        var pause = s_firstPause * Math.Pow(2, Math.Min(_strikes, 10));
        _strikes++;
        if (_strikes >= Lasting) _lasted = true;
        _pausedUntil = now + (pause < s_longestPause ? pause : s_longestPause);
        (_steadySince, _waited, _probeUntil) = (_pausedUntil, false, TimeSpan.Zero);
    }

    private void Shrink(TimeSpan now)
    {
        double next;
        if (double.IsPositiveInfinity(Rate))
        {
            // Nothing was paced yet, so the rate itself is only what came of it.
            next = Math.Max(1, _accepted.Rate(now, 10)) * 0.5;
        }
        else
        {
            _hold = Ceiling < double.PositiveInfinity || _ceilingUntil == TimeSpan.Zero ? s_firstHold : TimeSpan.FromTicks(Math.Min(_hold.Ticks * 2, s_longestHold.Ticks));
            (Ceiling, _ceilingUntil) = (Math.Min(Ceiling, Rate), now + _hold);
            var wasWrong = _good >= Rate * 0.98;
            next = wasWrong ? Rate * 0.85 : _good > 0 ? _good : Rate * 0.5;
            if (wasWrong) _good = 0;
        }

        // The last refusal lasted, and here is the next one: a quota of some span, of which the last minute shows how much it allows.
        if (_lasted && now - _lastEvent < s_memory && _accepted.Tracked(now) >= 60 && _accepted.Rate(now, 60) is var quota && quota * 0.95 < next)
        {
            next = quota * 0.95;
            (Ceiling, _ceilingUntil) = (Math.Min(Ceiling, quota * 1.02), now + _hold);
        }

        (_lastEvent, _lasted) = (now, false);
        Rate = Math.Max(Least, next);
        Lowerings++;
        _pacer.Clear();
    }

    private void Grow(TimeSpan now)
    {
        if (now >= _ceilingUntil) Ceiling = double.PositiveInfinity;
        if (double.IsPositiveInfinity(Ceiling)) Rate *= _ceilingUntil == TimeSpan.Zero ? 1.5 : 1.05;
        else if (Rate < Ceiling * Near) Rate = (Rate + Ceiling) / 2;
        if (most is { } limit && Rate > limit) Rate = limit;
    }
}
