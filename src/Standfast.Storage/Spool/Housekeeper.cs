using Standfast.Storage.Files;

namespace Standfast.Storage.Spool;

/// <summary>What the log needs and nobody waits for: the summaries of sealed segments, and the emptying of sparse ones. May be called concurrently.</summary>
internal sealed class Housekeeper : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly ISpoolDirectory _directory;
    private readonly Compactor _compactor;
    private readonly TimeSpan _pause;
    private readonly Queue<Segment> _sealed = new();
    private readonly ILogPump _pump;
    private readonly ITimer _timer;
    private TaskCompletionSource? _idle;
    private bool _isWoken;
    private bool _isStopping;

    /// <summary>There may be a sparse segment.</summary>
    private bool _isLookDue;

    /// <summary>The writer has copies of ours, or we rest after them.</summary>
    private bool _isCopying;

    public Housekeeper(ISpoolDirectory directory, Compactor compactor, SpoolOptions options, TimeProvider time)
    {
        _directory = directory;
        _compactor = compactor;
        _pause = options.CompactionPause;
        _timer = time.CreateTimer(_ => GoOn(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _pump = options.Housekeeping(Run);
    }

    /// <summary>Nothing more is written to the segment.</summary>
    public void Sealed(Segment segment)
    {
        lock (_lock)
        {
            _sealed.Enqueue(segment);
            WakeLocked();
        }
    }

    /// <summary>Segments may have become sparse.</summary>
    public void Look()
    {
        lock (_lock)
        {
            _isLookDue = true;
            if (!_isCopying) WakeLocked();
        }
    }

    /// <summary>The writer is done with our copies.</summary>
    public void Copied()
    {
        if (_pause > TimeSpan.Zero) _timer.Change(_pause, Timeout.InfiniteTimeSpan);
        else GoOn();
    }

    /// <summary>Ends when all that is to be done now is done; for tests.</summary>
    public Task WhenIdleAsync()
    {
        lock (_lock)
        {
            if (!_isWoken && !_isCopying) return Task.CompletedTask;
            return (_idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isStopping = true;
            WakeLocked();
        }

        _timer.Dispose();
        return _pump.DisposeAsync();
    }

    private void GoOn()
    {
        lock (_lock)
        {
            if (_isStopping) return;
            (_isCopying, _isLookDue) = (false, true);
            WakeLocked();
        }
    }

    private void WakeLocked()
    {
        if (_isWoken) return;
        _isWoken = true;
        _pump.Wake();
    }

    /// <returns>False when this was the last run.</returns>
    private bool Run()
    {
        while (true)
        {
            Segment? segment;
            lock (_lock)
            {
                if (_isStopping) return false;
                if (!_sealed.TryDequeue(out segment))
                {
                    if (!_isLookDue || _isCopying)
                    {
                        _isWoken = false;
                        if (_isCopying) return true;
                        _idle?.SetResult();
                        _idle = null;
                        return true;
                    }

                    (_isLookDue, _isCopying) = (false, true);
                }
            }

            if (segment is not null) Summarise(segment);
            else if (!_compactor.TryCopy())
                lock (_lock) _isCopying = false;
        }
    }

    private void Summarise(Segment segment)
    {
        try
        {
            SegmentSummary.Scan(segment, out _).Save(_directory);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Reclaimed meanwhile, or no room: the next start reads the segment itself.
        }
    }
}
