using Microsoft.Extensions.Logging;

namespace Standfast.Queue;

/// <summary>
/// Compares the wall clock with the monotonic one. A wall clock that jumps must neither make mail old nor due: waits run by the
/// monotonic clock (<see cref="Steady"/>), ages do not count forward jumps, and nothing expires until the clock has been stable for a
/// while. May be called concurrently.
/// </summary>
internal sealed class ClockWatch
{
    /// <summary>Steps of this size are corrections, as NTP or an operator makes them; ours.</summary>
    private static readonly TimeSpan s_tolerated = TimeSpan.FromHours(1);

    private static readonly TimeSpan s_stable = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly List<(DateTimeOffset To, TimeSpan By)> _jumps = [];
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DateTimeOffset _start;
    private readonly long _startStamp;
    private DateTimeOffset _wall;
    private long _stamp;
    private long _jumpStamp;
    private bool _isUnsettled;

    public ClockWatch(TimeProvider time, ILogger logger)
    {
        (_time, _logger) = (time, logger);
        (_start, _startStamp) = (_wall, _stamp) = (time.GetUtcNow(), time.GetTimestamp());
    }

    /// <summary>A clock that never jumps, and may differ from the wall clock.</summary>
    public DateTimeOffset Steady => _start + _time.GetElapsedTime(_startStamp);

    /// <returns>False for a while after a jump: nothing is to expire.</returns>
    public bool LookIsSettled()
    {
        lock (_lock)
        {
            var (wall, stamp) = (_time.GetUtcNow(), _time.GetTimestamp());
            var jump = wall - _wall - _time.GetElapsedTime(_stamp, stamp);
            (_wall, _stamp) = (wall, stamp);
            if (jump.Duration() > s_tolerated)
            {
                (_jumpStamp, _isUnsettled) = (stamp, true);
                _jumps.Add((wall, jump));
                Log.ClockJumped(_logger, jump, wall);
            }
            else if (_isUnsettled && _time.GetElapsedTime(_jumpStamp, stamp) >= s_stable)
            {
                _isUnsettled = false;
                Log.ClockSettled(_logger);
            }

            return !_isUnsettled;
        }
    }

    /// <summary>What was made before this, by the wall clock of its time, is older than that: never too early.</summary>
    public DateTimeOffset Before(TimeSpan age)
    {
        lock (_lock) return _jumps.Where(jump => jump.By > TimeSpan.Zero).Aggregate(_time.GetUtcNow() - age, (earlier, jump) => earlier - jump.By);
    }

    /// <summary>How long ago that was, forward jumps since then not counted. What seems to lie ahead, after a jump back, is as old as the jump.</summary>
    public TimeSpan AgeOf(DateTimeOffset wallTime)
    {
        lock (_lock)
        {
            var age = _time.GetUtcNow() - wallTime;
            foreach (var (to, by) in _jumps)
                if (by > TimeSpan.Zero && wallTime <= to - by)
                    age -= by;
            if (age < TimeSpan.Zero && _jumps.Count > 0) age = _time.GetElapsedTime(_jumpStamp);
            return age;
        }
    }
}
