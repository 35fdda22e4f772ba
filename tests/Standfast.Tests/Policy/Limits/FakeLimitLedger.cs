using Standfast.Policy.Limits;

namespace Standfast.Tests.Policy.Limits;

/// <summary>A ledger in memory, on a machine whose clocks the test sets; it can fail, and stop within a save.</summary>
internal sealed class FakeLimitLedger(TimeProvider time) : ILimitLedger
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, LimitRow> _rows = [];
    private readonly Dictionary<LimitObject, LimitBirth> _births = [];
    private readonly long _began = time.GetTimestamp();
    private LimitTime? _time;

    public string? Boot { get; set; } = "first";

    /// <summary>Saves fail from now on.</summary>
    public bool IsFailing { get; set; }

    /// <summary>The next save is durable, and fails all the same: the process ended before it knew.</summary>
    public bool FailsAfterNext { get; set; }

    public int Saves { get; private set; }

    /// <summary>The ledger as one process sees it: once that is dead, nothing of it gets here.</summary>
    public Process Begin() => new(this);

    /// <summary>Called once, before the machine's clocks are read the next time.</summary>
    public Action? BeforeNow { get; set; }

    public LimitTime Now
    {
        get
        {
            var before = BeforeNow;
            BeforeNow = null;
            before?.Invoke();
            return new LimitTime(TimeSpan.Zero, time.GetUtcNow(), Boot, time.GetElapsedTime(_began));
        }
    }

    public LimitChanges Load()
    {
        lock (_lock) return new LimitChanges(_time, [.. _rows.Values], [.. _births.Values]);
    }

    public void Save(LimitChanges changes)
    {
        lock (_lock)
        {
            if (IsFailing) throw new IOException("the disk is gone");
            foreach (var row in changes.Rows)
                if (row.Slots.Length > 0) _rows[row.Number] = row;
                else _rows.Remove(row.Number);
            foreach (var birth in changes.Births) _births[birth.Subject] = birth;
            _time = changes.Time;
            Saves++;
            if (!FailsAfterNext) return;
            (FailsAfterNext, IsFailing) = (false, true);
            throw new IOException("the disk is gone");
        }
    }

    internal sealed class Process(FakeLimitLedger ledger) : ILimitLedger
    {
        private bool _isDead;

        public LimitTime Now => ledger.Now;

        public LimitChanges Load() => ledger.Load();

        public void Save(LimitChanges changes)
        {
            lock (ledger._lock)
            {
                if (_isDead) throw new IOException("the process is dead");
                ledger.Save(changes);
            }
        }

        public void Kill()
        {
            lock (ledger._lock) _isDead = true;
        }
    }
}
