using Standfast.Events;

namespace Standfast.Reputation.Statistics;

/// <summary>
/// Brings what is counted into the store, with the place in the event log that it reaches to, and reads from the log what nobody told of: after a restart, and where the counter had
/// no room. So each fact is counted once, whatever happens. <see cref="RollAsync"/> may be called concurrently.
/// </summary>
public sealed class StatisticsRecorder(IEventLog log, IEventFeed feed, IStatisticsStore store, EventCounter counter, TimeProvider time) : IDisposable
{
    /// <summary>Ours: how long counts gather before they are stored.</summary>
    private static readonly TimeSpan s_rollEvery = TimeSpan.FromMinutes(1);

    /// <summary>Ours: who asks for statistics sees them as they were that long ago.</summary>
    private static readonly TimeSpan s_freshness = TimeSpan.FromSeconds(2);

    /// <summary>Ours: between looks whether anything is to be done.</summary>
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _rolling = new(1);
    private List<StatisticsCell> _pending = [];
    private long _pendingPosition;
    private long _rolledAt = time.GetTimestamp();
    private bool _hasRolled;
    private volatile bool _hasBegun;

    /// <summary>Before anything is counted; once.</summary>
    /// <returns>False where the event log is another, or an older one, than the store has counted: it goes on at its end.</returns>
    public async Task<bool> BeginAsync(CancellationToken cancellationToken)
    {
        var newest = await log.QueryAsync(new EventQuery(null, null, null, 1), cancellationToken);
        var end = newest.Count > 0 ? newest[^1].Id : 0;
        var (day, keys) = store.LastDay();
        counter.Begin(Math.Min(store.Position, end), day, keys);
        feed.Follow(counter);
        _hasBegun = true;
        return store.Position <= end;
    }

    /// <summary>Works until it is stopped, from when it has begun. What is not stored then is read from the log at the next start.</summary>
    /// <param name="failed">Told where store or log cannot be read or written; it is tried again.</param>
    public async Task RunAsync(Action<Exception> failed, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(s_tick, time);
        var failing = false;
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                if (!_hasBegun) continue;
                try
                {
                    await CatchUpAsync(stop);
                    if (time.GetElapsedTime(_rolledAt) >= s_rollEvery || counter.IsFilling) await RollAsync(stop);
                    failing = false;
                }
                catch (IOException exception)
                {
                    if (!failing) failed(exception);
                    failing = true;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    /// <summary>Reads from the log what is not counted.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        while (counter.IsBehind)
        {
            if (counter.IsFull)
            {
                await RollAsync(cancellationToken);
                if (counter.IsFull) return;
            }

            var page = await log.QueryAsync(new EventQuery(null, null, counter.Position, EventQuery.MaxLimit), cancellationToken);
            counter.CatchUp(page, isLast: page.Count < EventQuery.MaxLimit);
        }
    }

    /// <summary>Stores what is counted, and first what the log holds besides, as right after a start; unless that has just been done.</summary>
    public async Task FreshenAsync(CancellationToken cancellationToken)
    {
        if (_hasRolled && !counter.IsBehind && time.GetElapsedTime(_rolledAt) < s_freshness) return;
        if (_hasBegun) await CatchUpAsync(cancellationToken);
        await RollAsync(cancellationToken);
    }

    /// <summary>Stores what is counted.</summary>
    public async Task RollAsync(CancellationToken cancellationToken)
    {
        await _rolling.WaitAsync(cancellationToken);
        try
        {
            // What the store does not take waits here, and the counter waits behind it.
            if (_pending.Count < EventCounter.MaxCells)
            {
                var (cells, position) = counter.Take();
                _pending.AddRange(cells);
                _pendingPosition = position;
            }

            (_rolledAt, _hasRolled) = (time.GetTimestamp(), true);
            if (_pendingPosition <= store.Position && _pending.Count == 0) return;
            await log.FlushAsync(cancellationToken);
            // Facts that a power cut may take back come again under other ids: they are not stored yet.
            if (feed.DurableId < _pendingPosition) return;
            store.Save(_pending, _pendingPosition, time.GetUtcNow());
            _pending = [];
        }
        finally
        {
            _rolling.Release();
        }
    }

    public void Dispose() => _rolling.Dispose();
}
