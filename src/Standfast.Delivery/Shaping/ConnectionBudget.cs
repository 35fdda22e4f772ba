namespace Standfast.Delivery.Shaping;

/// <summary>
/// Bounds the connections of many sites together, and shares them out: who gets none waits in line, and who has more than an even share
/// gives one up while somebody waits. Sites that do not answer get at most half, and wait in a line of their own, so that
/// they never stand before those that do. May be called concurrently.
/// </summary>
internal sealed class ConnectionBudget(int most)
{
    /// <summary>Transactions after which even a fair share is passed on; ours.</summary>
    private const int Turn = 20;

    private readonly Lock _lock = new();
    private readonly Queue<IConnectionHolder> _waiting = new();
    private readonly Queue<IConnectionHolder> _failing = new();
    private readonly HashSet<IConnectionHolder> _inLine = [];
    private readonly Dictionary<IConnectionHolder, int> _held = [];
    private int _taken;
    private int _probes;
    private volatile bool _isWanted;

    private int MaxProbes => Math.Max(1, most / 2);

    /// <param name="isProbe">To be given back with it.</param>
    /// <returns>False when all are taken; then the holder is kicked once one is free.</returns>
    public bool TryTake(IConnectionHolder holder, out bool isProbe)
    {
        isProbe = holder.IsFailing;
        lock (_lock)
        {
            if (_taken < most && (!isProbe || _probes < MaxProbes))
            {
                _taken++;
                if (isProbe) _probes++;
                _held[holder] = _held.GetValueOrDefault(holder) + 1;
                return true;
            }

            if (_inLine.Add(holder)) (isProbe ? _failing : _waiting).Enqueue(holder);
            _isWanted = _waiting.Count > 0;
            return false;
        }
    }

    public void Release(IConnectionHolder holder, bool isProbe)
    {
        lock (_lock)
        {
            _taken--;
            if (isProbe) _probes--;
            if (--_held[holder] is 0) _held.Remove(holder);
        }

        // Who is called may want it no more: then the next one is.
        while (CallNext() is { } next) next.Kick();
    }

    private IConnectionHolder? CallNext()
    {
        lock (_lock)
        {
            if (_taken >= most) return null;
            if (!_waiting.TryDequeue(out var next) && (_probes >= MaxProbes || !_failing.TryDequeue(out next))) return null;
            _inLine.Remove(next);
            _isWanted = _waiting.Count > 0;
            return next;
        }
    }

    /// <summary>Whether the holder is to give a connection up for somebody who waits.</summary>
    /// <param name="transactions">Made by that connection.</param>
    public bool IsWantedFrom(IConnectionHolder holder, int transactions)
    {
        if (!_isWanted) return false;
        lock (_lock) return _waiting.Count > 0 && (transactions >= Turn || _held.GetValueOrDefault(holder) > Math.Max(1, most / _held.Count));
    }
}
