using Standfast.Delivery.Providers;
using Standfast.Mail;

namespace Standfast.Delivery.Shaping;

/// <summary>
/// What a reply brought upon us for a time: silence, or a low rate that all who share the restraint share. May be used concurrently.
/// </summary>
internal sealed class Restraint(MonotonicClock clock)
{
    private readonly Lock _lock = new();
    private readonly Pacer _pacer = new();
    private TimeSpan _suspendedUntil;
    private TimeSpan _slowedUntil;
    private double _rate;
    private string? _reason;

    /// <summary>When the last of it ends, for a look without the lock.</summary>
    private long _endTicks;

    /// <summary>Ends of the last suspension; grows with each.</summary>
    public TimeSpan SuspendedUntil
    {
        get
        {
            if (Volatile.Read(ref _endTicks) == 0) return TimeSpan.Zero;
            lock (_lock) return _suspendedUntil;
        }
    }

    public bool IsSlowed
    {
        get
        {
            if (Volatile.Read(ref _endTicks) == 0) return false;
            lock (_lock) return clock.Now < _slowedUntil;
        }
    }

    public void Apply(Reaction reaction, SmtpReply reply)
    {
        lock (_lock)
        {
            var until = clock.Now + reaction.For;
            _reason = reply.ToString();
            if (reaction.Kind == ReactionKind.Suspend && until > _suspendedUntil) _suspendedUntil = until;
            SetEndLocked();
            if (reaction.Kind != ReactionKind.Slow) return;
            _rate = clock.Now < _slowedUntil ? Math.Min(_rate, reaction.RatePerSecond) : reaction.RatePerSecond;
            if (until > _slowedUntil) _slowedUntil = until;
            SetEndLocked();
        }
    }

    public void Restore(TimeSpan suspendedUntil, TimeSpan slowedUntil, double rate, string? reason)
    {
        lock (_lock)
        {
            (_suspendedUntil, _slowedUntil, _rate, _reason) = (suspendedUntil, slowedUntil, rate, reason);
            SetEndLocked();
        }
    }

    /// <summary>Null when it binds nobody now.</summary>
    public (TimeSpan SuspendedUntil, TimeSpan SlowedUntil, double Rate, string? Reason)? Read()
    {
        lock (_lock)
        {
            var now = clock.Now;
            return now < _suspendedUntil || now < _slowedUntil ? (_suspendedUntil, _slowedUntil, _rate, _reason) : null;
        }
    }

    /// <summary>Until the next transaction may begin.</summary>
    public TimeSpan WaitAt(TimeSpan now)
    {
        if (now.Ticks >= Volatile.Read(ref _endTicks)) return TimeSpan.Zero;
        lock (_lock)
        {
            if (now < _suspendedUntil) return _suspendedUntil - now;
            return now < _slowedUntil ? _pacer.WaitAt(now) : TimeSpan.Zero;
        }
    }

    public void Take(TimeSpan now)
    {
        if (now.Ticks >= Volatile.Read(ref _endTicks)) return;
        lock (_lock)
        {
            if (now < _slowedUntil) _pacer.Take(now, _rate);
        }
    }

    private void SetEndLocked() => Volatile.Write(ref _endTicks, Math.Max(_suspendedUntil.Ticks, _slowedUntil.Ticks));
}
