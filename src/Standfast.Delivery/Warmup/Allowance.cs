using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Standfast.Delivery.Warmup;

/// <summary>
/// What one source may still send to one provider today. A day is 24 hours that have really passed since its first recipient, whatever
/// the wall clock says, and the plan goes on by a day only where at least half of one was used: neither a jump of the clock nor idle
/// weeks make a cold address warm. May be used concurrently.
/// </summary>
/// <param name="day">What was kept of it.</param>
/// <param name="ageOf">How long ago a time was that the wall clock has shown: never too long.</param>
internal sealed class Allowance(WarmupDay day, ImmutableArray<int> plan, IWarmupLedger ledger, Func<DateTimeOffset, TimeSpan> ageOf, TimeProvider time, ILogger logger)
{
    /// <summary>Refusals of a day that ask for less, from which on the plan does not go on by that day; ours: one may be chance, and 421 to a new address is common.</summary>
    public const int MaxFaults = 3;

    /// <summary>Stands for the day in which the plan went back: it does so once a day, however many connections are told.</summary>
    private const int SteppedBack = 1_000;

    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    /// <summary>After the ledger could not be written; ours.</summary>
    private static readonly TimeSpan s_retry = TimeSpan.FromMinutes(1);

    /// <summary>Parts in which a day's allowance is written off: each costs a sync, and a crash loses what was left of one.</summary>
    private const int Parts = 20;

    private readonly Lock _lock = new();
    private WarmupDay _day = day;

    /// <summary>Written off and not used yet.</summary>
    private int _left;
    private long? _failedAt;

    /// <summary>Recipients that one transaction may have now; zero when the day's are spent.</summary>
    public int Available
    {
        get
        {
            lock (_lock) return AvailableLocked();
        }
    }

    /// <summary>Day of the plan, from 1, and recipients left of it; null when the source is warm.</summary>
    public (int Day, int Left)? Read()
    {
        lock (_lock)
        {
            var left = AvailableLocked();
            return _day.Step >= plan.Length ? null : (_day.Step + 1, left);
        }
    }

    /// <summary>Until more may be sent; zero when some may be now.</summary>
    public TimeSpan Wait
    {
        get
        {
            lock (_lock)
            {
                if (AvailableLocked() > 0) return TimeSpan.Zero;
                var rest = _failedAt is { } failed ? s_retry - time.GetElapsedTime(failed) : s_day - ageOf(_day.Began);
                return rest > TimeSpan.Zero ? rest : TimeSpan.FromSeconds(1);
            }
        }
    }

    /// <summary>Takes recipients out of the allowance. What is not used after all may be given back.</summary>
    public bool TrySpend(int recipients)
    {
        lock (_lock)
        {
            if (recipients > AvailableLocked()) return false;
            if (_day.Step >= plan.Length) return true;
            if (recipients > _left && !TryWriteOffLocked(recipients - _left)) return false;
            _left -= recipients;
            return true;
        }
    }

    public void GiveBack(int recipients)
    {
        lock (_lock)
        {
            // Of a day that is over nothing is left.
            if (_day.Step < plan.Length) _left = Math.Min(_left + recipients, _day.Spent);
        }
    }

    /// <summary>The provider has had enough of the source: the plan goes two days back.</summary>
    public void StepBack()
    {
        lock (_lock)
        {
            if (_day.Step >= plan.Length || _day.Faults >= SteppedBack) return;
            _day = _day with { Step = Math.Max(0, _day.Step - 2), Faults = SteppedBack };
            TrySaveLocked(_day);
        }
    }

    /// <summary>A sign that the provider, or its users, had too much of the source: too many of them, and the plan stays where it is for this day.</summary>
    /// <param name="isCertain">This one alone is enough.</param>
    public void Doubt(bool isCertain)
    {
        lock (_lock)
        {
            if (_day.Step >= plan.Length || _day.Faults >= MaxFaults) return;
            _day = _day with { Faults = isCertain ? MaxFaults : _day.Faults + 1 };
            TrySaveLocked(_day);
        }
    }

    private int AvailableLocked()
    {
        if (_failedAt is { } failed)
        {
            if (time.GetElapsedTime(failed) < s_retry) return 0;
            _failedAt = null;
        }

        if (_day.Step >= plan.Length) return int.MaxValue;
        if (_day.Spent > 0 && ageOf(_day.Began) >= s_day)
        {
            var used = _day.Spent - _left;
            _day = _day with { Step = used >= (plan[_day.Step] + 1) / 2 && _day.Faults < MaxFaults ? _day.Step + 1 : _day.Step, Spent = 0, Faults = 0 };
            _left = 0;
            if (_day.Step >= plan.Length) return TrySaveLocked(_day) ? int.MaxValue : 0;
        }

        return Math.Max(0, plan[_day.Step] - _day.Spent) + _left;
    }

    private bool TryWriteOffLocked(int needed)
    {
        var free = plan[_day.Step] - _day.Spent;
        var part = Math.Min(free, Math.Max(needed, plan[_day.Step] / Parts));
        // The day begins with its first recipient.
        var next = _day with { Spent = _day.Spent + part, Began = _day.Spent == 0 ? time.GetUtcNow() : _day.Began };
        if (!TrySaveLocked(next)) return false;
        _day = next;
        _left += part;
        return true;
    }

    private bool TrySaveLocked(WarmupDay next)
    {
        try
        {
            ledger.Save(next);
            return true;
        }
        catch (IOException exception)
        {
            Log.AllowanceNotWritten(logger, next.Source, exception);
            _failedAt = time.GetTimestamp();
            return false;
        }
    }
}
