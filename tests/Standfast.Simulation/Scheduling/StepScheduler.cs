namespace Standfast.Simulation.Scheduling;

/// <summary>
/// One thread and virtual time. What is ready to run is a step; the seed chooses which step comes next, and time moves to the
/// next timer when nothing is ready. So one seed is one history.
/// </summary>
public sealed class StepScheduler(int seed)
{
    private const int KeptLines = 100000;
    private static readonly DateTimeOffset s_epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly List<Step> _ready = [];
    private readonly PriorityQueue<(VirtualTimer Timer, long Version), (long Due, long Order)> _timers = new();
    private readonly Queue<string> _lines = new();
    private long _order;
    private string? _escape;

    /// <summary>Drawn from by the simulated world only; what the engine draws from is its own.</summary>
    public Random Random { get; } = new(seed);

    /// <summary>Since the start; never goes back.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>What the wall clock is off by: people and time servers change it.</summary>
    public TimeSpan WallOffset { get; set; }

    public DateTimeOffset WallNow => s_epoch + Now + WallOffset;

    public long Steps { get; private set; }

    /// <summary>Of every step and every event at a port: equal for equal histories.</summary>
    public ulong TraceHash { get; private set; } = 14695981039346656037;

    public IEnumerable<string> LastLines => _lines;

    /// <summary>Keeps what happened at the ports, for a person to read.</summary>
    public bool KeepsLines { get; set; }

    /// <summary>Where something ran on another thread than this one; null while nothing has.</summary>
    public string? Escape => Volatile.Read(ref _escape);

    /// <summary>Called by every simulated port.</summary>
    public void CheckThread()
    {
        if (!IsOnThread()) throw new InvalidOperationException("ran on another thread than the simulation's");
    }

    /// <summary>False, and the escape is kept, when something runs beside the simulation.</summary>
    internal bool IsOnThread()
    {
        if (Environment.CurrentManagedThreadId == _thread) return true;
        Interlocked.CompareExchange(ref _escape, Environment.StackTrace, null);
        return false;
    }

    /// <summary>Part of the history: what happened at a port.</summary>
    public void Trace(string what, long detail = 0)
    {
        CheckThread();
        foreach (var character in what) Mix(character);
        Mix((ulong)detail);
        if (KeepsLines) Keep($"{what} {detail}");
    }

    /// <summary>For a person only.</summary>
    internal void Note(FormattableString text)
    {
        if (KeepsLines) Keep(FormattableString.Invariant(text));
    }

    private void Keep(string text)
    {
        _lines.Enqueue($"{Steps,8} {Now:d\\.hh\\:mm\\:ss\\.fff} {text}");
        if (_lines.Count > KeptLines) _lines.Dequeue();
    }

    /// <returns>False when nothing is left to happen.</returns>
    public bool RunStep()
    {
        while (_ready.Count == 0)
        {
            if (!_timers.TryDequeue(out var next, out var when)) return false;
            if (!next.Timer.IsLive(next.Version)) continue;
            if (when.Due > Now.Ticks) Now = TimeSpan.FromTicks(when.Due);
            next.Timer.Fire();
        }

        var index = Random.Next(_ready.Count);
        var step = _ready[index];
        _ready[index] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        if (step.Process.IsDead) return true;
        Steps++;
        Mix((ulong)Now.Ticks);
        Mix((ulong)step.Process.Number);
        step.Process.Run(step.Callback, step.State);
        return true;
    }

    /// <summary>Time passes for everybody while nobody gets to run: a busy host, a suspended machine.</summary>
    public void Lose(TimeSpan time) => Now += time;

    internal void Enqueue(SimulatedProcess process, SendOrPostCallback callback, object? state)
    {
        CheckThread();
        _ready.Add(new Step(process, callback, state));
    }

    internal void Schedule(VirtualTimer timer, long version, TimeSpan wait)
    {
        CheckThread();
        _timers.Enqueue((timer, version), ((Now + wait).Ticks, _order++));
    }

    private void Mix(ulong value) => TraceHash = (TraceHash ^ value) * 1099511628211;

    private readonly record struct Step(SimulatedProcess Process, SendOrPostCallback Callback, object? State);
}
