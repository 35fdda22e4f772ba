namespace Standfast.Delivery.Shaping;

/// <summary>One that the site has not answered yet. For one caller at a time.</summary>
internal sealed class UnansweredTransaction(UnansweredLimit limit, MonotonicClock clock) : IDisposable
{
    private TimeSpan? _ended;
    private bool _isOver;

    /// <summary>Its envelope is accepted, and its content all but sent.</summary>
    public void ContentSent()
    {
        _ended = clock.Now;
        if (!limit.CoversContent) Dispose();
    }

    /// <summary>The content is answered.</summary>
    public void Answered()
    {
        if (_ended is { } ended) limit.Answered(clock.Now - ended);
        Dispose();
    }

    public void Dispose()
    {
        if (_isOver) return;
        _isOver = true;
        limit.End();
    }
}
