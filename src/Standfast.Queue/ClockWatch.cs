using Microsoft.Extensions.Logging;
using Standfast.Queue.Clocks;

namespace Standfast.Queue;

/// <summary>
/// Compares the wall clock with the monotonic one, and across restarts with the machine's. A wall clock that jumps must neither make
/// mail old nor due: waits run by the monotonic clock (<see cref="Steady"/>), ages count the time that has really passed, and nothing
/// expires until the clock has been stable for a while. May be called concurrently.
/// </summary>
internal sealed partial class ClockWatch : IDisposable
{
    /// <summary>Eras that are remembered; ours. Mail of an older one counts as of the oldest.</summary>
    private const int MaxEras = 32;

    /// <summary>Steps of this size are corrections, as NTP or an operator makes them; ours.</summary>
    private static readonly TimeSpan s_tolerated = TimeSpan.FromHours(1);

    /// <summary>Corrections of more than this are known to ages; ours.</summary>
    private static readonly TimeSpan s_noticed = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan s_stable = TimeSpan.FromMinutes(10);

    /// <summary>So that corrections, however many, never add up to a jump between two processes; ours.</summary>
    private static readonly TimeSpan s_savedEvery = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();

    /// <summary>Taken by who writes, also within <see cref="_lock"/>, and never before it.</summary>
    private readonly Lock _saving = new();

    private readonly List<ClockEra> _eras;
    private readonly TimeProvider _time;
    private readonly IClockMemory? _memory;
    private readonly ILogger _logger;
    private readonly DateTimeOffset _start;
    private readonly long _startStamp;
    private readonly ITimer _timer;
    private DateTimeOffset _wall;
    private long _stamp;
    private long _jumpStamp;
    private bool _isUnsettled;
    private long _version;
    private long _savedVersion;

    /// <summary>Eras from before the machine was started, while it is not sure for how long it was off; 0 afterwards.</summary>
    private int _unsure;

    private TimeSpan _off;

    /// <param name="memory">Null forgets everything with the process.</param>
    public ClockWatch(TimeProvider time, IClockMemory? memory, ILogger logger)
    {
        (_time, _memory, _logger) = (time, memory, logger);
        (_start, _startStamp) = (_wall, _stamp) = (time.GetUtcNow(), time.GetTimestamp());
        _jumpStamp = _stamp;
        var record = memory?.Load();
        _eras = record is { Eras.Length: > 0 } ? [.. record.Eras] : [new ClockEra(DateTimeOffset.MinValue, _wall, _wall)];
        if (record is not null)
        {
            StartJump = _wall - record.Wall - PassedSince(record);
            StepLocked(record.Wall, PassedSince(record), StartJump);
            if (StartJump.Duration() <= s_tolerated) StartJump = TimeSpan.Zero;
            if (!IsOfThisBoot(record)) BootLocked(_wall - record.Wall);
        }

        if (!_isUnsettled) GoOnLocked();

        SaveLocked();
        // A slow disk keeps nobody waiting who asks for the time; a step is saved before anything is recorded by it.
        _timer = time.CreateTimer(static self => ((ClockWatch)self!).Save(), this, s_savedEvery, s_savedEvery);
    }

    /// <summary>A clock that never jumps, and may differ from the wall clock.</summary>
    public DateTimeOffset Steady => _start + _time.GetElapsedTime(_startStamp);

    /// <summary>By how much the wall clock jumped between the process before and this one: what that planned is due so much later by it.</summary>
    public TimeSpan StartJump { get; }

    /// <summary>The wall clock, looked at: what is recorded by it is known to come after a jump, also to the next process.</summary>
    public DateTimeOffset Wall
    {
        get
        {
            lock (_lock)
            {
                LookLocked();
                return _wall;
            }
        }
    }

    /// <returns>False for a while after a jump: nothing is to expire.</returns>
    public bool LookIsSettled()
    {
        lock (_lock)
        {
            LookLocked();
            return !_isUnsettled;
        }
    }

    /// <summary>What was made before this, by the wall clock of its time, is older than that: never too early.</summary>
    public DateTimeOffset Before(TimeSpan age)
    {
        lock (_lock)
        {
            LookLocked();
            var back = _wall - _eras[^1].Base - age;
            return _eras.Min(era => era.Base) is var earliest && earliest.UtcTicks + back.Ticks <= 0 ? DateTimeOffset.MinValue : earliest + back;
        }
    }

    /// <summary>
    /// How long ago that was: the least that it can be, where the wall clock has shown that time more than once, or may have between
    /// two steps that nobody saw.
    /// </summary>
    public TimeSpan AgeOf(DateTimeOffset wallTime)
    {
        lock (_lock)
        {
            LookLocked();
            var now = _wall - _eras[^1].Base;
            TimeSpan? least = null;
            foreach (var era in _eras)
            {
                if (era.From - wallTime > s_tolerated || wallTime - era.To > s_tolerated) continue;
                var age = now - (wallTime - era.Base);
                if (least is null || age < least) least = age > TimeSpan.Zero ? age : TimeSpan.Zero;
            }

            // The clock never showed it as far as we know: it is at least as old as the last jump, or as this process.
            return least ?? _time.GetElapsedTime(_jumpStamp, _stamp);
        }
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>
    /// The clock alone says for how long the machine was off. Where that was long, it may be wrong until it has been corrected, by NTP
    /// or by hand.
    /// </summary>
    private void BootLocked(TimeSpan off)
    {
        if (off <= s_tolerated) return;
        (_unsure, _off, _isUnsettled) = (_eras.Count, off, true);
        _eras.Add(_eras[^1] with { From = _wall, To = _wall });
        TrimLocked();
        Log.ClockUnsure(_logger, off);
    }

    private void LookLocked()
    {
        var (wall, stamp) = (_time.GetUtcNow(), _time.GetTimestamp());
        var passed = _time.GetElapsedTime(_stamp, stamp);
        var (before, jump) = (_wall, wall - _wall - passed);
        (_wall, _stamp) = (wall, stamp);
        StepLocked(before, passed, jump);
        if (jump.Duration() <= s_tolerated) GoOnLocked();
    }

    private void GoOnLocked()
    {
        // Corrections, however many, may bring the clock before the time at which its era began.
        var era = _eras[^1];
        if (_wall < era.From || _wall > era.To) _eras[^1] = era with { From = _wall < era.From ? _wall : era.From, To = _wall > era.To ? _wall : era.To };
        if (!_isUnsettled || _time.GetElapsedTime(_jumpStamp, _stamp) < s_stable) return;
        (_isUnsettled, _unsure) = (false, 0);
        Log.ClockSettled(_logger);
    }

    /// <param name="before">What the clock showed when it was last known not to have been set, <paramref name="passed"/> ago.</param>
    private void StepLocked(DateTimeOffset before, TimeSpan passed, TimeSpan step)
    {
        if (step.Duration() <= s_noticed) return;
        if (step < TimeSpan.Zero) CorrectOffLocked(-step);
        BeginEraLocked(before, passed, step);
        if (step.Duration() > s_tolerated)
        {
            (_jumpStamp, _isUnsettled) = (_stamp, true);
            Log.ClockJumped(_logger, step, _wall);
        }

        SaveLocked();
    }

    private void BeginEraLocked(DateTimeOffset before, TimeSpan passed, TimeSpan step)
    {
        var ended = _eras[^1];
        if (before + passed > ended.To) _eras[^1] = ended with { To = before + passed };
        // It may have been set right after it was looked at: from then on both are possible.
        _eras.Add(new ClockEra(before + step, _wall, ended.Base + step));
        TrimLocked();
    }

    /// <summary>A clock that is set back after the machine was started had counted too much as the time in which it was off.</summary>
    private void CorrectOffLocked(TimeSpan tooMuch)
    {
        if (tooMuch > _off) tooMuch = _off;
        for (var index = 0; index < _unsure; index++) _eras[index] = _eras[index] with { Base = _eras[index].Base - tooMuch };
        _off -= tooMuch;
    }

    private void TrimLocked()
    {
        if (_eras.Count <= MaxEras) return;
        var forgotten = _eras[0];
        _eras.RemoveAt(0);
        if (_unsure > 0) _unsure--;
        // By whichever makes what was recorded in them younger.
        _eras[0] = _eras[0] with { From = DateTimeOffset.MinValue, Base = forgotten.Base < _eras[0].Base ? forgotten.Base : _eras[0].Base };
    }
}
