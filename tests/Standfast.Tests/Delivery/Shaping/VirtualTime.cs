namespace Standfast.Tests.Delivery.Shaping;

/// <summary>Time that passes only when there is nothing left to do, and one thread that does it: hours of waiting take moments, and a run repeats.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly PriorityQueue<Timer, (long Due, long Order)> _timers = new();
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _work = new();
    private readonly Lock _lock = new();
    private readonly DateTimeOffset _start = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private long _now;
    private long _order;

    public TimeSpan Elapsed => new(_now);

    /// <summary>Moves the wall clock only.</summary>
    public TimeSpan WallOffset { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _start + Elapsed + WallOffset;

    public override long GetTimestamp() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Runs what the action begins until it has ended, then what is left to do at that instant.</summary>
    public void Run(Func<Task> action)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new Context(this));
        try
        {
            var running = action();
            while (!running.IsCompleted)
            {
                if (TryWork()) continue;
                if (!TryFire()) throw new InvalidOperationException("nothing is left to do, and the run has not ended");
            }

            while (TryWork()) { }
            running.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private bool TryWork()
    {
        (SendOrPostCallback Callback, object? State) item;
        lock (_lock)
        {
            if (!_work.TryDequeue(out item)) return false;
        }

        item.Callback(item.State);
        return true;
    }

    private bool TryFire()
    {
        Timer? timer;
        long due;
        lock (_lock)
        {
            do
            {
                if (!_timers.TryDequeue(out timer, out var key)) return false;
                due = key.Due;
            }
            while (timer.Due != due);
            _now = Math.Max(_now, due);
        }

        timer.Fire();
        return true;
    }

    private sealed class Context(VirtualTime time) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
            lock (time._lock) time._work.Enqueue((d, state));
        }

        public override SynchronizationContext CreateCopy() => this;
    }

    private sealed class Timer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public long Due { get; private set; } = -1;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                _period = period;
                Due = dueTime < TimeSpan.Zero ? -1 : time._now + dueTime.Ticks;
                if (Due >= 0) time._timers.Enqueue(this, (Due, time._order++));
            }

            return true;
        }

        public void Fire()
        {
            Due = -1;
            if (_period > TimeSpan.Zero) Change(_period, _period);
            callback(state);
        }

        public void Dispose() => Due = -1;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
