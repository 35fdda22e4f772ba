using Standfast.Mail;

namespace Standfast.Delivery.Shaping;

/// <summary>
/// Whether a site answers a source at all. After some failures in a row nothing is tried for a growing while, then by one connection;
/// its mail waits in the queue meanwhile, and no other site feels it. Not safe for concurrent use.
/// </summary>
/// <param name="pace">What all waits are multiplied with: <see cref="PaceOf"/> what it is for.</param>
internal sealed class CircuitBreaker(double pace)
{
    private const int Tolerated = 3;

    /// <summary>Six pauses: about a quarter of an hour without an answer.</summary>
    private const int Stale = Tolerated + 6;

    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(15);

    private int _failures;

    /// <summary>Why the last connection was not to be had; null while the site answers.</summary>
    public SmtpReply? LastFailure { get; private set; }

    public TimeSpan ResumesAt { get; private set; }

    /// <summary>Before the next try, while there were too few failures for a pause.</summary>
    public TimeSpan FirstWait => s_first * pace;

    /// <summary>True while nothing is tried, or only by one connection.</summary>
    public bool IsOpen => _failures >= Tolerated;

    public BreakerState StateAt(TimeSpan now) => !IsOpen ? BreakerState.Closed : now < ResumesAt ? BreakerState.Open : BreakerState.HalfOpen;

    /// <summary>True while the site is down for so long that its route should be looked up anew.</summary>
    public bool IsStale => _failures >= Stale;

    /// <summary>Connections that may be opened now, of the given maximum.</summary>
    public int Allowed(int most, TimeSpan now) => !IsOpen ? most : now >= ResumesAt ? 1 : 0;

    /// <summary>
    /// From two thirds to four thirds, always the same for one name: what failed together, as all that a backlog is for does after a start or while a line is
    /// down, is not tried again all at once.
    /// </summary>
    public static double PaceOf(string name)
    {
        // FNV-1a, 32 bits.
        var hash = 2_166_136_261u;
        foreach (var character in name) hash = (hash ^ character) * 16_777_619u;
        return (2 + (2 * ((hash ^ (hash >> 16)) & 0xffff) / 65_536.0)) / 3;
    }

    public void Succeeded() => (_failures, LastFailure) = (0, null);

    public void Failed(SmtpReply reply, TimeSpan now)
    {
        LastFailure = reply;
        // Connections that were opened together fail together: they count once.
        if (IsOpen && now < ResumesAt) return;
        if (++_failures < Tolerated) return;
        var wait = s_first * Math.Pow(2, Math.Min(_failures - Tolerated, 10));
        ResumesAt = now + ((wait < s_longest ? wait : s_longest) * pace);
    }

    /// <summary>Others have found out that a try is of no use before <paramref name="until"/>.</summary>
    public void Rest(SmtpReply reply, TimeSpan until)
    {
        LastFailure = reply;
        _failures = Math.Max(_failures, Tolerated);
        if (until > ResumesAt) ResumesAt = until;
    }
}
