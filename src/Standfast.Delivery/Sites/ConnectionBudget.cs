namespace Standfast.Delivery.Sites;

/// <summary>Bounds the workers of all sites together. Sites that get none wait in line. May be called concurrently.</summary>
internal sealed class ConnectionBudget(int max)
{
    private readonly Lock _lock = new();
    private readonly Queue<ISite> _waiting = new();
    private readonly HashSet<ISite> _inLine = [];
    private int _taken;

    /// <returns>False when all are taken; then the site is kicked once one is free.</returns>
    public bool TryTake(ISite site)
    {
        lock (_lock)
        {
            if (_taken < max)
            {
                _taken++;
                return true;
            }

            if (_inLine.Add(site)) _waiting.Enqueue(site);
            return false;
        }
    }

    public void Release()
    {
        ISite? next;
        lock (_lock)
        {
            _taken--;
            if (_waiting.TryDequeue(out next)) _inLine.Remove(next);
        }

        next?.Kick();
    }
}
