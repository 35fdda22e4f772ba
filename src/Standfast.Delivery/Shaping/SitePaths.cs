using Standfast.Delivery.Egress;
using Standfast.Delivery.Providers;
using Standfast.Mail;
using Standfast.Reputation.States;

namespace Standfast.Delivery.Shaping;

/// <summary>The ways from all sources of a pool to one site, used in turn. May be called concurrently.</summary>
internal sealed class SitePaths : IDisposable
{
    /// <summary>Between looks for mail that grows too old during a pause; ours.</summary>
    private static readonly TimeSpan s_expiryInterval = TimeSpan.FromMinutes(10);

    private readonly string _site;
    private readonly EgressPool _pool;
    private readonly SiteLimits _limits;
    private readonly ShapingContext _context;
    private readonly SitePath[] _paths;
    private readonly Restraint[] _restraints;
    private readonly TimeSpan _patience;
    private TimeSpan _startedAgain;
    private TimeSpan? _lookedForExpired;
    private int _turn;
    private int _isDisposed;

    /// <param name="patience">A transaction that may begin within that time is as good as now.</param>
    public SitePaths(string site, EgressPool pool, SiteLimits limits, ShapingContext context, TimeSpan patience)
    {
        (_site, _pool, _limits, _context, _patience) = (site, pool, limits, context, patience);
        _paths = [.. pool.Sources.Select(source => context.Paths.Use(site, source, limits))];
        _restraints = context.Paths.RestraintsOfPool(pool.Name, site, limits.Profile);
    }

    /// <summary>Connections that may be opened now, beside those in use.</summary>
    public int Free
    {
        get
        {
            if (IsBound) return 0;
            var free = 0;
            foreach (var path in _paths)
                if (Allows(path) && _context.Sources.Wait(path.Source) == TimeSpan.Zero)
                    free += Math.Max(0, path.Free(_patience));
            return free > 0 || !LooksForExpired ? free : 1;
        }
    }

    /// <summary>No way answers.</summary>
    public bool IsFailing => Array.TrueForAll(_paths, path => path.LastFailure is not null);

    /// <summary>Why the site cannot be reached; null while some way works.</summary>
    public SmtpReply? Failure => IsFailing ? _paths[0].LastFailure : null;

    /// <summary>What is said of mail that grew too old while all waited for a pause to end; null while none does.</summary>
    public SmtpReply? Pause => Array.Find(_paths, path => path.State.IsPaused) is { State.Reason: { } reason } ? new SmtpReply(451, 4, 7, $"paused: {reason}") : null;

    public bool IsStale => Array.TrueForAll(_paths, path => path.IsStale);

    /// <summary>While a pause lasts, mail that is too old is looked for from time to time.</summary>
    private bool LooksForExpired => (_lookedForExpired is not { } last || _context.Clock.Now - last >= s_expiryInterval) && Array.Exists(_paths, path => path.State.IsPaused);

    private bool IsBound
    {
        get
        {
            foreach (var restraint in _restraints)
                if (restraint.SuspendedUntil is var end && end > TimeSpan.Zero && end > _context.Clock.Now)
                    return true;
            return false;
        }
    }

    /// <summary>
    /// A verdict on one source binds all of its pool: while one is paused or being resumed, no other takes over what it may not send.
    /// </summary>
    public bool Allows(SitePath path)
    {
        if (_paths.Length == 1 || path.State.IsPolicy) return true;
        foreach (var other in _paths)
            if (other.State.IsPolicy)
                return false;
        return true;
    }

    public void LookedForExpired() => _lookedForExpired = _context.Clock.Now;

    /// <summary>A place on the next way that has one.</summary>
    public PathLease? TryLease(IConnectionHolder holder)
    {
        if (IsBound) return null;
        StartAgain();
        var first = Interlocked.Increment(ref _turn) & int.MaxValue;
        for (var index = 0; index < _paths.Length; index++)
        {
            var path = _paths[(first + index) % _paths.Length];
            if (!Allows(path) || _context.Sources.Wait(path.Source) > TimeSpan.Zero || !path.TryLease(holder, _patience, out var isProbe)) continue;
            return new PathLease(path, holder, isProbe);
        }

        return null;
    }

    /// <summary>Until another try is of use; null when only a connection that is given back helps.</summary>
    public TimeSpan? Wait()
    {
        var now = _context.Clock.Now;
        TimeSpan? least = null;
        foreach (var path in _paths)
        {
            if (!Allows(path)) continue;
            var gone = _context.Sources.Wait(path.Source);
            var wait = path.Wait() is { } own && own > gone ? own : gone > TimeSpan.Zero ? gone : (TimeSpan?)null;
            if (wait < least || least is null) least = wait ?? least;
        }

        foreach (var restraint in _restraints)
            if (restraint.SuspendedUntil - now is var bound && bound > (least ?? TimeSpan.Zero))
                least = bound;
        return least > s_expiryInterval && Array.Exists(_paths, path => path.State.IsPaused) ? s_expiryInterval : least;
    }

    /// <summary>Acts upon a reply to a transaction in which nothing was accepted, or to a connection.</summary>
    /// <param name="reaction">What the provider's profile says of it.</param>
    /// <param name="verdict">What the sending states made of it: where they pause, they see to the silence.</param>
    public void Learn(SitePath path, SmtpReply reply, Reaction? reaction, RefusalVerdict verdict, bool isTransaction)
    {
        if (verdict.KeepsMail || reaction is { Kind: ReactionKind.Slow }) path.Doubt();
        if (verdict.IsPaused)
        {
            path.StepBack();
        }
        else if (reaction is not null)
        {
            if (reaction.Kind == ReactionKind.Ignore) return;
            _context.Paths.Apply(reaction, reply, path, _pool.Name);
            _context.SaveSoon();
        }
        else if (isTransaction && (reply.Code == 421 || reply.Enhanced is { Class: 4, Subject: 7 }))
        {
            path.SlowDown();
        }
    }

    /// <summary>What the provider's profile says of a reply; null for nothing.</summary>
    public Reaction? FindReaction(SmtpReply reply) => _context.Providers.FindReaction(_limits.Profile, reply);

    public SiteStatus Describe(bool isBusy)
    {
        var now = _context.Clock.Now;
        return new SiteStatus(_site, _limits.Profile.Name, _pool.Name, isBusy, [.. _paths.Select(path =>
        {
            var status = path.Describe();
            if (_context.Sources.IsGone(path.Source)) return status with { State = PathState.Down, Reason = "the address is not on this machine" };
            foreach (var restraint in _restraints)
                if (restraint.Read() is { } read && read.SuspendedUntil > now)
                    return status with { State = PathState.Suspended, Reason = read.Reason, Until = _context.Clock.ToWall(read.SuspendedUntil) };
            return status;
        })])
        {
            MessagesPerConnection = _limits.MessagesPerConnection,
            RecipientsPerMessage = _limits.RecipientsPerMessage,
            RequiresTls = _limits.RequiresTls,
        };
    }

    /// <summary>Once: a site that goes idle may be disposed of while its engine is.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        foreach (var path in _paths) _context.Paths.Release(path);
        _context.Paths.ReleasePool(_pool.Name, _site);
    }

    private void StartAgain()
    {
        var end = _restraints.Max(restraint => restraint.SuspendedUntil);
        if (end <= _startedAgain) return;
        _startedAgain = end;
        foreach (var path in _paths) path.StartAgain();
    }
}
