using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Standfast.Events;
using Standfast.Mail;

namespace Standfast.Policy.Limits;

/// <summary>
/// What was used of every limit. A message takes from all its counters or from none, and nothing is taken that is not written off in the
/// ledger; where a block was written off ahead, nobody waits for a disk. docs/limits.md tells how and why. May be called concurrently.
/// </summary>
public sealed partial class LimitBook : IEventObserver, IDisposable
{
    /// <summary>Counters at once, some 200 octets each; ours. Who makes more (streams and domains have free names) waits.</summary>
    public const int MaxCounters = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<LimitKey, LimitCounter> _counters = [];
    private readonly Dictionary<LimitObject, TimeSpan> _births = [];
    private readonly List<LimitBirth> _newBirths = [];
    private readonly List<LimitCounter> _dirty = [];
    private readonly List<LimitRow> _gone = [];
    private readonly Dictionary<SpoolId, LimitTaking> _unsettled = [];
    private readonly ILimitLedger _ledger;
    private readonly ILimitJournal? _journal;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LimitClock _clock;
    private int _lastNumber;
    private int _sweepAt = 1_000;
    private long _sequence;
    private long _switchedAt;

    /// <param name="journal">Null makes a crash of the process lose what a loss of power does.</param>
    /// <exception cref="IOException">The ledger cannot be read.</exception>
    public LimitBook(ILimitLedger ledger, ILimitJournal? journal, TimeProvider time, ILogger logger)
    {
        (_ledger, _journal, _time, _logger) = (ledger, journal, time, logger);
        var kept = ledger.Load();
        _clock = new LimitClock(kept.Time, ledger.Now, time);
        _left = journal?.Load();
        foreach (var birth in kept.Births) _births[birth.Subject] = birth.At;
        foreach (var row in kept.Rows) Restore(row);
        _isBegun = _left is not null;
        // What a loss of power cost is written before the journal begins: else a crash would read the journal and forget it.
        DirtyAgainLocked([.. _counters.Values]);
        WakeLocked();
        _writer = new Thread(WriteAll) { Name = "limits", IsBackground = true };
        _writer.Start();
    }

    /// <summary>False until the ledger holds all that the process before left: what is in flight is not known to the journal by then.</summary>
    internal bool HasJournalBegun
    {
        get
        {
            lock (_lock) return _isBegun;
        }
    }

    /// <summary>Takes from all counters or from none; what was taken is durable when the task ends.</summary>
    /// <param name="demands">No key twice.</param>
    /// <returns>Null when all was there.</returns>
    public async ValueTask<LimitShortage?> TakeAsync(SpoolId message, IReadOnlyList<LimitDemand> demands)
    {
        if (demands.Count == 0) return null;
        Task<bool> written;
        LimitTaking taking;
        lock (_lock)
        {
            var now = _clock.Now;
            if (LookLocked(now, demands) is { } shortage) return shortage;
            if (_counters.Count + demands.Count > MaxCounters) SweepLocked(now);
            if (_counters.Count + demands.Count > MaxCounters) return new LimitShortage.TooMany();
            taking = TakeLocked(message, now, demands);
            if (!TryNoteLocked(taking))
            {
                GiveBackLocked(taking, demands);
                return new LimitShortage.NotWritten();
            }

            written = WriteOffLocked(demands);
        }

        if (await written) return null;
        lock (_lock)
        {
            GiveBackLocked(taking, demands);
            _unsettled.Remove(message);
            _journal?.GiveBack(message, ++_sequence);
        }

        return new LimitShortage.NotWritten();
    }

    /// <summary>Whether as much is there now; takes nothing.</summary>
    public LimitShortage? Look(IReadOnlyList<LimitDemand> demands)
    {
        if (demands.Count == 0) return null;
        lock (_lock) return LookLocked(_clock.Now, demands);
    }

    /// <summary>What was used of a limit in its window, what is left, and until when all of it is back.</summary>
    public (long Used, long Left, TimeSpan FullIn) Read(LimitObject counted, LimitRule rule)
    {
        lock (_lock)
        {
            var now = _clock.Now;
            if (rule.Amount is not { } amount) return (0, long.MaxValue, TimeSpan.Zero);
            if (!_counters.TryGetValue(new LimitKey(counted, rule.Metric, rule.Window), out var counter)) return (0, rule.AtOnce, TimeSpan.Zero);
            counter.Roll(now);
            var left = counter.Left(now, rule);
            return (counter.Used, left, counter.Used == 0 ? TimeSpan.Zero : counter.When(now, rule with { Burst = null }, amount).At - now);
        }
    }

    /// <summary>Objects of the scope that something is counted of, at most <paramref name="most"/>.</summary>
    public IReadOnlyList<LimitObject> Counted(LimitScope scope, int most)
    {
        lock (_lock) return [.. _counters.Keys.Where(key => key.Subject.Scope == scope).Select(key => key.Subject).Distinct().Take(most)];
    }

    /// <summary>Time that has really passed since the object began.</summary>
    /// <param name="ageByWall">Asked the first time, for an object that began before this ledger knew it; null where it has not begun yet.</param>
    public TimeSpan? AgeOf(LimitObject counted, Func<TimeSpan?> ageByWall)
    {
        lock (_lock)
        {
            var now = _clock.Now;
            if (_births.TryGetValue(counted, out var known)) return now - known;
            if (ageByWall() is not { } age) return null;
            age = age > TimeSpan.Zero ? age : TimeSpan.Zero;
            _births[counted] = now - age;
            _newBirths.Add(new LimitBirth(counted, now - age));
            WakeLocked();
            return age;
        }
    }

    /// <summary>Messages that are in the spool keep what they took.</summary>
    public void Observe(ReadOnlySpan<MailEvent> facts)
    {
        if (_journal is null) return;
        foreach (var fact in facts)
        {
            if (fact.Kind != MailEventKind.Accepted) continue;
            lock (_lock)
            {
                if (_isBegun && _unsettled.Remove(fact.Message)) _journal.Accept(fact.Message);
            }
        }
    }

    /// <summary>The message is certainly not in the spool: what it took comes back.</summary>
    public void Withdraw(SpoolId message)
    {
        lock (_lock)
        {
            if (!_unsettled.Remove(message, out var taking)) return;
            // Seldom, as on a full disk: looking through all counters is cheap enough.
            foreach (var counter in _counters.Values)
                foreach (var part in taking.Parts)
                    if (part.Number == counter.Number)
                        counter.GiveBack(part.Slot, part.Amount);
            _journal?.GiveBack(message, ++_sequence);
        }
    }

    private LimitShortage? LookLocked(TimeSpan now, IReadOnlyList<LimitDemand> demands)
    {
        for (var place = 0; place < demands.Count; place++)
        {
            var demand = demands[place];
            if (demand.Needed > demand.Rule.AtOnce) return new LimitShortage.TooLarge(demand);
            if (!_counters.TryGetValue(demand.Key, out var counter)) continue;
            counter.Roll(now);
            var left = counter.Left(now, demand.Rule);
            if (demand.Needed <= left) continue;
            var (at, returning) = counter.When(now, demand.Rule, demand.Needed);
            return new LimitShortage.UsedUp(demand, left, returning, at > now ? at - now : TimeSpan.FromSeconds(1));
        }

        return null;
    }

    private LimitTaking TakeLocked(SpoolId message, TimeSpan now, IReadOnlyList<LimitDemand> demands)
    {
        var parts = new LimitTaking.Part[demands.Count];
        for (var place = 0; place < parts.Length; place++)
        {
            var demand = demands[place];
            var counter = _counters.TryGetValue(demand.Key, out var known) ? known : AddLocked(now, demand.Key);
            counter.Roll(now);
            parts[place] = new LimitTaking.Part(counter.Number, counter.Take(now, demand.Rule, demand.Needed), demand.Needed);
        }

        return new LimitTaking(message, ++_sequence, ImmutableArray.Create(parts));
    }

    private LimitCounter AddLocked(TimeSpan now, LimitKey key)
    {
        if (_counters.Count >= _sweepAt)
        {
            SweepLocked(now);
            _sweepAt = Math.Max(1_000, 2 * _counters.Count);
        }

        return _counters[key] = new LimitCounter(++_lastNumber, key);
    }

    private void SweepLocked(TimeSpan now)
    {
        foreach (var counter in _counters.Values)
        {
            counter.Roll(now);
            if (!counter.IsIdle) continue;
            _counters.Remove(counter.Key);
            if (counter.IsKept) _gone.Add(counter.ToRow(_sequence, reserves: false));
        }
    }

    private void GiveBackLocked(LimitTaking taking, IReadOnlyList<LimitDemand> demands)
    {
        for (var place = 0; place < demands.Count; place++)
            if (_counters.TryGetValue(demands[place].Key, out var counter) && counter.Number == taking.Parts[place].Number)
                counter.GiveBack(taking.Parts[place].Slot, taking.Parts[place].Amount);
    }
}
