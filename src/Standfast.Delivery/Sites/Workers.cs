namespace Standfast.Delivery.Sites;

/// <summary>
/// The workers of one site: started when there is work for another one, kept for a while when there is none.
/// May be called concurrently.
/// </summary>
internal sealed class Workers(ISite site, ConnectionBudget budget, TimeSpan idleTimeout, TimeProvider time, Func<Task> work, Action ended)
{
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _running = [];
    private readonly List<TaskCompletionSource> _idle = [];
    private int _count;

    public bool IsBusy
    {
        get
        {
            lock (_lock) return _count > 0;
        }
    }

    /// <summary>Wakes an idle worker, or starts one if fewer than <paramref name="max"/> run.</summary>
    public void Kick(int max)
    {
        TaskCompletionSource? idle = null;
        lock (_lock)
        {
            if (_idle.Count > 0)
            {
                idle = _idle[^1];
                _idle.RemoveAt(_idle.Count - 1);
            }
            else
            {
                if (_count >= max || !budget.TryTake(site)) return;
                _count++;
            }
        }

        if (idle is not null) idle.SetResult();
        else Start();
    }

    public Task WhenIdleAsync()
    {
        lock (_lock) return Task.WhenAll(_running);
    }

    /// <summary>What the next call of <paramref name="take"/> finds; an idle worker waits for a kick. Null when none came for a while, or on stopping.</summary>
    public async ValueTask<T?> NextAsync<T>(Func<ValueTask<T?>> take, CancellationToken stopping)
        where T : class
    {
        while (!stopping.IsCancellationRequested)
        {
            if (await take() is { } found) return found;
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

    private void Start()
    {
        var worker = RunAsync();
        lock (_lock) _running.Add(worker);
        _ = worker.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task RunAsync()
    {
        // The caller may hold locks, and has other things to do.
        await Task.Yield();
        await work();
    }

    private void Forget(Task worker)
    {
        bool isLast;
        lock (_lock)
        {
            _running.Remove(worker);
            isLast = --_count == 0;
        }

        budget.Release();
        if (isLast) ended();
    }
}
