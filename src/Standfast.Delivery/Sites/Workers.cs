using Standfast.Delivery.Shaping;

namespace Standfast.Delivery.Sites;

/// <summary>
/// The workers of one site: started when there is work for another one, kept for a while when there is none.
/// May be called concurrently.
/// </summary>
/// <param name="free">Connections that may be opened beside those of the workers that run; asked under a lock.</param>
/// <param name="work">True when the worker gave its place up and is to be called again.</param>
internal sealed class Workers(ISite site, ConnectionBudget budget, TimeSpan idleTimeout, TimeProvider time, Func<int> free, Func<Task<bool>> work, Action ended)
{
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _running = [];
    private readonly List<TaskCompletionSource> _idle = [];
    private int _count;
    private int _starting;
    private bool _isMissed;

    /// <summary>That have begun.</summary>
    public int Running
    {
        get
        {
            lock (_lock) return _count - _starting;
        }
    }

    public bool IsBusy
    {
        get
        {
            lock (_lock) return _count > 0;
        }
    }

    /// <summary>Wakes an idle worker, or starts one where there is a connection for another one to take.</summary>
    /// <returns>False when no worker runs, nor will before another kick.</returns>
    public bool Kick()
    {
        TaskCompletionSource? idle = null;
        var isProbe = false;
        lock (_lock)
        {
            if (_idle.Count > 0)
            {
                idle = _idle[^1];
                _idle.RemoveAt(_idle.Count - 1);
            }
            else
            {
                // Workers that have just been started have not taken their connection yet.
                if (free() <= _starting || !budget.TryTake(site, out isProbe))
                {
                    // Those that run may have looked for work for the last time.
                    _isMissed = _count > 0;
                    return _isMissed;
                }

                _count++;
                _starting++;
            }
        }

        if (idle is not null) idle.SetResult();
        else Start(isProbe);
        return true;
    }

    public Task WhenIdleAsync()
    {
        lock (_lock) return Task.WhenAll(_running);
    }

    /// <summary>What the next call of <paramref name="take"/> finds; an idle worker waits for a kick. Null when none came for a while, or on stopping.</summary>
    /// <param name="may">False when this worker can take nothing any more: null then, and a kick that woke it is for another.</param>
    public async ValueTask<T?> NextAsync<T>(Func<ValueTask<T?>> take, Func<bool> may, CancellationToken stopping)
        where T : class
    {
        var wasIdle = false;
        while (!stopping.IsCancellationRequested && may())
        {
            if (await take() is { } found)
            {
                // One call may stand for much work.
                if (wasIdle) site.Kick();
                return found;
            }

            // Not one that continues asynchronously: WaitAsync would then leave the caller's context.
            var kicked = new TaskCompletionSource();
            lock (_lock) _idle.Add(kicked);
            // Asked again now that a kick would be noticed: work that came in between is not missed.
            if (await take() is { } late)
            {
                // A kick that came meanwhile is for another worker.
                if (!Withdraw(kicked)) site.Kick();
                return late;
            }

            wasIdle = true;
            try
            {
                await kicked.Task.WaitAsync(idleTimeout, time, stopping);
                // Whoever kicks may hold locks, and has other things to do.
                await Task.Yield();
            }
            catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
            {
                if (Withdraw(kicked)) return null;
            }
        }

        return null;
    }

    private bool Withdraw(TaskCompletionSource kicked)
    {
        lock (_lock) return _idle.Remove(kicked);
    }

    private void Start(bool isProbe)
    {
        var worker = RunAsync();
        lock (_lock) _running.Add(worker);
        _ = worker.ContinueWith(ended => Forget(ended, isProbe), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task<bool> RunAsync()
    {
        // The caller may hold locks, and has other things to do.
        await Task.Yield();
        lock (_lock) _starting--;
        return await work();
    }

    private void Forget(Task<bool> worker, bool isProbe)
    {
        bool isLast, isMissed;
        lock (_lock)
        {
            _running.Remove(worker);
            isLast = --_count == 0;
            (isMissed, _isMissed) = (_isMissed, false);
        }

        budget.Release(site, isProbe);
        // Who gave its place up stands in line again, behind those who waited.
        if (isMissed || worker is { IsCompletedSuccessfully: true, Result: true }) site.Kick();
        if (isLast) ended();
    }
}
