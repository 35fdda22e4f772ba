namespace Standfast.Reception;

/// <summary>Bounds the RAM that messages under inspection take together. May be called concurrently.</summary>
/// <param name="maxBytes">Of all messages together.</param>
public sealed class InspectionBudget(long maxBytes)
{
    private long _used;

    public long UsedBytes => Interlocked.Read(ref _used);

    internal bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= maxBytes) return true;
        Interlocked.Add(ref _used, -bytes);
        return false;
    }

    internal void Give(int bytes) => Interlocked.Add(ref _used, -bytes);
}
