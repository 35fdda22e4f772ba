namespace Standfast.Delivery.Shaping;

/// <summary>One connection's place on a way, from before it is opened until it is closed.</summary>
internal sealed class PathLease(SitePath path, IConnectionHolder holder, bool isProbe) : IDisposable
{
    private bool _stands;

    public SitePath Path => path;

    public void Opened()
    {
        // A connection that was closed for its age is opened again in the same place.
        path.Opened(isNew: !_stands);
        _stands = true;
    }

    /// <param name="transactions">Made by the connection so far.</param>
    public bool GoesOn(int transactions) => path.GoesOn(holder, transactions);

    public void Dispose() => path.GiveBack(holder, isProbe, _stands);
}
