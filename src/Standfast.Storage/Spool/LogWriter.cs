using Standfast.Queue;

namespace Standfast.Storage.Spool;

/// <summary>
/// The one writer of the log: takes all records that wait, writes them in one go, syncs once, and lets their owners
/// know. The first failure is the last thing it does: a sync that failed may have dropped what it should have written. A full
/// disk is no failure: messages are refused, states go to the segments allocated ahead, and when those are full, wait.
/// </summary>
internal sealed partial class LogWriter : IAsyncDisposable
{
    /// <summary>How long records wait for company that can: about what a sync takes, twice; ours.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(10);

    private readonly Lock _lock = new();
    private readonly SegmentSet _segments;
    private readonly ILogPump _pump;
    private readonly ITimer _impatience;
    private List<LogAppend> _waiting = [];
    private List<LogAppend> _group = [];
    private IReadOnlyList<MessageMove>? _copies;
    private Func<MessageMove, bool>? _isUnchanged;
    private bool _isCopying;
    private bool _wasCopying;
    private int _done;
    private bool _isStopping;
    private bool _isWoken;

    /// <summary>Of what waits, some cannot wait for more.</summary>
    private bool _isUrgent;
    private bool _isTimed;
    private volatile string? _shortage;

    /// <summary>What waits cannot be written before there is space; a look that finds some goes on with it.</summary>
    private bool _isBlocked;
    private volatile bool _hasLooked;

    /// <summary>A write ended for want of room: some of the group may stand beyond the end, and the same octets must come to stand there.</summary>
    private bool _isPartWritten;

    public LogWriter(SegmentSet segments, Func<Func<bool>, ILogPump> pump, TimeProvider time)
    {
        _segments = segments;
        FillReserve();
        _impatience = time.CreateTimer(static state => ((LogWriter)state!).EndPatience(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _pump = pump(Run);
    }

    public string? Failure { get; private set; }

    /// <summary>Why no message is taken; null while there is room.</summary>
    public string? Shortage => _shortage;

    public long Syncs { get; private set; }

    public long Appends { get; private set; }

    public Task<long> AppendAsync(LogAppend append)
    {
        lock (_lock)
        {
            if (Failure is not null || _isStopping) return System.Threading.Tasks.Task.FromException<long>(new SpoolFailedException(Failure ?? "the spool is closed"));
            if (_shortage is { } shortage && !append.MayUseReserve) return System.Threading.Tasks.Task.FromException<long>(new SpoolFullException(shortage));
            _waiting.Add(append);
            if (!append.CanWait) _isUrgent = true;
            if (!_isBlocked) WakeOrWaitLocked();
        }

        return append.Task;
    }

    /// <summary>Told when the copies taken last are durable, or were not written: of messages that changed meanwhile, or for want of room.</summary>
    public Action? Copied { get; set; }

    /// <summary>
    /// Writes copies, in turn with what others write and in a group of their own: nothing is written of their messages between
    /// <paramref name="isUnchanged"/> and them. One such call at a time, until <see cref="Copied"/>.
    /// </summary>
    /// <returns>False when nothing can be written now.</returns>
    public bool TryCopy(IReadOnlyList<MessageMove> moves, Func<MessageMove, bool> isUnchanged)
    {
        lock (_lock)
        {
            if (Failure is not null || _isStopping || _shortage is not null) return false;
            (_copies, _isUnchanged) = (moves, isUnchanged);
            if (!_isBlocked) WakeLocked();
            return true;
        }
    }

    /// <summary>There may be space again.</summary>
    public void LookAgain()
    {
        lock (_lock)
        {
            if (_isStopping || Failure is not null || _shortage is null) return;
            _hasLooked = true;
            WakeLocked();
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_isStopping) return ValueTask.CompletedTask;
            _isStopping = true;
            // After a failure nobody runs any more.
            if (Failure is null) WakeLocked();
        }

        _impatience.Dispose();
        return _pump.DisposeAsync();
    }

    private void WakeOrWaitLocked()
    {
        if (_isUrgent || _isStopping) WakeLocked();
        else if (!_isTimed && !_isWoken)
        {
            _isTimed = true;
            _impatience.Change(Patience, Timeout.InfiniteTimeSpan);
        }
    }

    private void EndPatience()
    {
        lock (_lock)
        {
            _isTimed = false;
            if (_waiting.Count == 0 || _isBlocked || _isStopping || Failure is not null) return;
            _isUrgent = true;
            WakeLocked();
        }
    }

    private void WakeLocked()
    {
        if (_isWoken) return;
        _isWoken = true;
        _pump.Wake();
    }

    /// <returns>False when nothing more will be written.</returns>
    private bool Run()
    {
        IReadOnlyList<MessageMove> copies = [];
        lock (_lock)
        {
            _isWoken = false;
            _isBlocked = false;
            if (_group.Count == 0) copies = TakeLocked();
            if (_group.Count == 0 && _isStopping) return false;
        }

        foreach (var move in copies)
            if (_isUnchanged!(move))
                _group.AddRange(move.Appends);
        if (!WriteGroup(_group))
        {
            Copied?.Invoke();
            return false;
        }

        bool hasCopied, goesOn;
        lock (_lock)
        {
            if (_isBlocked) return true;
            _group.Clear();
            _done = 0;
            (hasCopied, _wasCopying, _isCopying) = (_isCopying, _isCopying, false);
            if (_copies is not null) WakeLocked();
            else if (_waiting.Count > 0) WakeOrWaitLocked();
            goesOn = !_isStopping || _waiting.Count > 0;
        }

        if (hasCopied) Copied?.Invoke();
        return goesOn;
    }

    /// <summary>Takes what waits, or the copies where it is their turn.</summary>
    /// <returns>The copies, none of them in the group yet.</returns>
    private IReadOnlyList<MessageMove> TakeLocked()
    {
        if (_copies is { } copies && !_isStopping && (_waiting.Count == 0 || !_wasCopying))
        {
            (_copies, _isCopying) = (null, true);
            return copies;
        }

        (_waiting, _group) = (_group, _waiting);
        _isUrgent = false;
        return [];
    }
}
