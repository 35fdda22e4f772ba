namespace Standfast.Policy.Limits;

// The one writer: what many sessions need is written in one transaction.
public sealed partial class LimitBook
{
    /// <summary>Ours: a machine that sleeps between two readings time after time is not worth more.</summary>
    private const int MaxReadings = 5;

    private static readonly TimeSpan s_oneMoment = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _wake = new(0);
    private readonly Thread _writer;
    private TaskCompletionSource<bool> _batch = NewBatch();
    private bool _isWoken;
    private bool _isStopping;
    private bool _isFailing;

    /// <summary>The journal was begun anew: all counters are to be written before the one before may go.</summary>
    private bool _isSwitched;

    /// <summary>The journal is in use: false until the ledger holds all that the process before left.</summary>
    private bool _isBegun;

    /// <summary>Writes what was really used, so that nothing that was reserved is lost by a stop. A second time does nothing.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isStopping) return;
            _isStopping = true;
            WakeLocked();
        }

        _writer.Join();
        _wake.Dispose();
    }

    private static TaskCompletionSource<bool> NewBatch() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool TryNoteLocked(LimitTaking taking)
    {
        if (_journal is null) return true;
        if (_isBegun && !_journal.TryTake(taking))
        {
            // Those of the time before the last switch have long been refused for another reason, or ended with their session: they count.
            foreach (var old in _unsettled.Where(one => one.Value.Sequence < _switchedAt).Select(one => one.Key).ToList()) _unsettled.Remove(old);
            if (!_journal.TrySwitch(_unsettled.Values)) return false;
            (_isSwitched, _switchedAt) = (true, taking.Sequence);
            WakeLocked();
            if (!_journal.TryTake(taking)) return false;
        }

        _unsettled[taking.Message] = taking;
        return true;
    }

    /// <returns>Ends with true once all that the demands took is written off, at once where it is.</returns>
    private Task<bool> WriteOffLocked(IReadOnlyList<LimitDemand> demands)
    {
        var (isShort, isLow) = (false, false);
        for (var place = 0; place < demands.Count; place++)
        {
            var counter = _counters[demands[place].Key];
            isShort |= counter.IsShort;
            if (!counter.IsShort && !counter.IsLow) continue;
            isLow = true;
            if (counter.IsDirty) continue;
            counter.IsDirty = true;
            _dirty.Add(counter);
        }

        if (isLow) WakeLocked();
        return isShort ? _batch.Task : Task.FromResult(true);
    }

    private void WakeLocked()
    {
        if (_isWoken) return;
        _isWoken = true;
        _wake.Release();
    }

    private void WriteAll()
    {
        do _wake.Wait();
        while (!WriteOne());
    }

    /// <returns>True where it was the last time.</returns>
    private bool WriteOne()
    {
        TaskCompletionSource<bool> batch;
        LimitChanges changes;
        List<LimitCounter> written;
        bool isSwitched, isLast;
        var time = ReadTime();
        lock (_lock)
        {
            // Together: whoever comes later wakes it again.
            (_isWoken, isSwitched, isLast) = (false, _isSwitched, _isStopping);
            (batch, _batch) = (_batch, NewBatch());
            written = isLast || isSwitched ? [.. _counters.Values] : [.. _dirty];
            foreach (var counter in written) counter.IsDirty = false;
            _dirty.Clear();
            changes = new LimitChanges(
                time, [.. written.Select(counter => counter.ToRow(_sequence, reserves: !isLast)), .. _gone], [.. _newBirths]);
        }

        var isWritten = TrySave(changes);
        lock (_lock)
        {
            if (isWritten) WrittenLocked(written, changes);
            else DirtyAgainLocked(written);
            if (isWritten && !_isBegun && _journal is not null) BeginLocked();
            if (isWritten && isSwitched)
            {
                _isSwitched = false;
                _journal!.Release();
            }
        }

        batch.SetResult(isWritten);
        return isLast;
    }

    /// <summary>
    /// The ledger's time and the machine's clocks of one moment. In this order, for what passes between them counts as not passed; so they are
    /// read again where that is much, as on a machine that slept just then.
    /// </summary>
    private LimitTime ReadTime()
    {
        for (var reading = 1; ; reading++)
        {
            var elapsed = _clock.Now;
            var time = _ledger.Now with { Elapsed = elapsed };
            if (reading == MaxReadings || _clock.Now - elapsed < s_oneMoment) return time;
        }
    }

    /// <summary>With all that was taken since it was opened: what the ledger has already is told by its sequence.</summary>
    private void BeginLocked()
    {
        _isBegun = _journal!.TrySwitch(_unsettled.Values);
        _journal.Release();
    }

    private void WrittenLocked(List<LimitCounter> written, LimitChanges changes)
    {
        for (var place = 0; place < written.Count; place++) written[place].Written(changes.Rows[place]);
        _gone.RemoveRange(0, changes.Rows.Length - written.Count);
        _newBirths.RemoveRange(0, changes.Births.Length);
    }

    private void DirtyAgainLocked(List<LimitCounter> written)
    {
        foreach (var counter in written.Where(counter => !counter.IsDirty))
        {
            counter.IsDirty = true;
            _dirty.Add(counter);
        }
    }

    private bool TrySave(LimitChanges changes)
    {
        try
        {
            _ledger.Save(changes);
            if (_isFailing) Log.LedgerWritten(_logger);
            _isFailing = false;
            return true;
        }
        catch (IOException exception)
        {
            if (!_isFailing) Log.LedgerNotWritten(_logger, exception);
            _isFailing = true;
            return false;
        }
    }
}
