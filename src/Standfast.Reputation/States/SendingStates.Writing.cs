namespace Standfast.Reputation.States;

/// <content>What is done once the lock is released: write, then tell.</content>
public sealed partial class SendingStates
{
    /// <summary>Between tries to write what could not be written; ours.</summary>
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(5);

    private TimeSpan? _failedAt;

    /// <summary>Writes what has changed and tells of it; a store that cannot be written leaves it in force, to be tried again.</summary>
    private void Finish()
    {
        lock (_lock)
        {
            if (_unwritten.Count == 0 && _untold.Count == 0) return;
        }

        try
        {
            if (_failedAt is not { } failed || Now - failed >= s_retry) Write();
        }
        catch (IOException exception)
        {
            NotWritten?.Invoke(exception);
        }

        Tell();
    }

    /// <exception cref="IOException">It could not be written, and will be tried again.</exception>
    private void Write()
    {
        lock (_writing)
        {
            List<(StateKey Key, SendingState? State)> changed;
            lock (_lock)
            {
                changed = [.. _unwritten.Select(key => (key, _all.TryGetValue(key, out var restriction) ? restriction.State : null))];
                _unwritten.Clear();
            }

            for (var index = 0; index < changed.Count; index++)
            {
                try
                {
                    if (changed[index].State is { } state) _store.Save(state);
                    else _store.Remove(changed[index].Key);
                }
                catch (IOException)
                {
                    lock (_lock) _unwritten.UnionWith(changed.Skip(index).Select(one => one.Key));
                    _failedAt = Now;
                    throw;
                }
            }

            _failedAt = null;
        }
    }

    private void Tell()
    {
        var isOpened = false;
        while (true)
        {
            StateChange change;
            lock (_lock)
            {
                if (!_untold.TryDequeue(out change!)) break;
            }

            isOpened |= change.IsBetter;
            Changed?.Invoke(change);
        }

        if (isOpened) Opened?.Invoke();
    }
}
