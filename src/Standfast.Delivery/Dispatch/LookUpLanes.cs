namespace Standfast.Delivery.Dispatch;

/// <summary>
/// Bounds look-ups at once, in two lanes. What is not answered soon goes on among the slow ones, so that names whose servers are silent, of which a backlog may
/// have thousands, do not keep the name from being looked up that is answered at once. May be used concurrently.
/// </summary>
internal sealed class LookUpLanes(int fast, int slow, TimeProvider time) : IDisposable
{
    /// <summary>An answer that takes longer is a slow one; ours.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _fast = new(fast);
    private readonly SemaphoreSlim _slow = new(slow);
    private readonly TimeProvider _time = time;
    private volatile bool _isClosed;

    /// <summary>Waits for the turn of one look-up; to be ended by disposing it, once.</summary>
    /// <param name="isSlow">It was not answered the last time.</param>
    /// <exception cref="OperationCanceledException">It was not to be waited for any longer.</exception>
    public async Task<IDisposable> EnterAsync(bool isSlow, CancellationToken cancellationToken)
    {
        await (isSlow ? _slow : _fast).WaitAsync(cancellationToken);
        return isSlow ? new SlowTurn(_slow) : new Turn(this);
    }

    /// <summary>Semaphores without handles hold nothing, and look-ups that the end did not wait for give their places back later.</summary>
    public void Dispose() => _isClosed = true;

    private sealed class SlowTurn(SemaphoreSlim lane) : IDisposable
    {
        public void Dispose() => lane.Release();
    }

    /// <summary>In the fast lane at first.</summary>
    private sealed class Turn : IDisposable
    {
        private readonly Lock _lock = new();
        private readonly LookUpLanes _lanes;
        private readonly ITimer _timer;
        private bool _isSlow;
        private bool _isOver;

        public Turn(LookUpLanes lanes)
        {
            _lanes = lanes;
            _timer = lanes._time.CreateTimer(static turn => ((Turn)turn!).GiveWay(), this, Soon, Soon);
        }

        public void Dispose()
        {
            lock (_lock)
            {
                _isOver = true;
                _timer.Dispose();
                (_isSlow ? _lanes._slow : _lanes._fast).Release();
            }
        }

        private void GiveWay()
        {
            lock (_lock)
            {
                // While there is no room among the slow, it is asked for again.
                if (_isOver || _isSlow || _lanes._isClosed || !_lanes._slow.Wait(0)) return;
                _isSlow = true;
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _lanes._fast.Release();
            }
        }
    }
}
