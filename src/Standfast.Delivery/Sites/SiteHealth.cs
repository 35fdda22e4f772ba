using Standfast.Mail;

namespace Standfast.Delivery.Sites;

/// <summary>
/// Whether a site answers at all. After some failures in a row nothing is tried for a growing while, then by one connection;
/// its mail waits in the queue meanwhile, and no other site feels it. May be called concurrently.
/// </summary>
internal sealed class SiteHealth(TimeProvider time)
{
    private const int Tolerated = 3;
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private int _failures;
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _resumesAt;

    /// <summary>By a clock that nobody sets.</summary>
    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>Why the last connection was not to be had; null while the site answers.</summary>
    public SmtpReply? LastFailure { get; private set; }

    /// <summary>Connections that may be opened now, of the given maximum.</summary>
    public int Allowed(int max)
    {
        lock (_lock) return _failures < Tolerated ? max : Now >= _resumesAt ? 1 : 0;
    }

    /// <summary>True while the site is down for so long that its route should be looked up anew.</summary>
    public bool IsStale
    {
        get
        {
            lock (_lock) return _failures >= Tolerated + 6;
        }
    }

    public void Succeeded()
    {
        lock (_lock)
        {
            _failures = 0;
            LastFailure = null;
        }
    }

    /// <returns>How long to wait before the next connection; zero when none need be waited for.</returns>
    public TimeSpan Failed(SmtpReply reply)
    {
        lock (_lock)
        {
            LastFailure = reply;
            var now = Now;
            // Connections that were opened together fail together: they count once.
            if (_failures >= Tolerated && now < _resumesAt) return _resumesAt - now;
            if (++_failures < Tolerated) return TimeSpan.Zero;
            var wait = s_first * Math.Pow(2, Math.Min(_failures - Tolerated, 10));
            if (wait > s_longest) wait = s_longest;
            _resumesAt = now + wait;
            return wait;
        }
    }
}
