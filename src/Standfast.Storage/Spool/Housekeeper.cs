using Standfast.Storage.Files;

namespace Standfast.Storage.Spool;

/// <summary>What the log needs and nobody waits for: the summaries of sealed segments. May be called concurrently.</summary>
internal sealed class Housekeeper : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly ISpoolDirectory _directory;
    private readonly Queue<Segment> _sealed = new();
    private readonly ILogPump _pump;
    private TaskCompletionSource? _idle;
    private bool _isWoken;
    private bool _isStopping;

    public Housekeeper(ISpoolDirectory directory, Func<Func<bool>, ILogPump> pump)
    {
        _directory = directory;
        _pump = pump(Run);
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

    /// <summary>Ends when all that is to be done now is done; for tests.</summary>
    public Task WhenIdleAsync()
    {
        lock (_lock)
        {
            if (!_isWoken) return Task.CompletedTask;
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

        return _pump.DisposeAsync();
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
                    _isWoken = false;
                    _idle?.SetResult();
                    _idle = null;
                    return true;
                }
            }

            Summarise(segment);
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
