using Standfast.Delivery.Egress;
using Standfast.Delivery.Warmup;
using Standfast.Mail;
using Standfast.Reputation.States;

namespace Standfast.Delivery.Shaping;

/// <summary>
/// The way from one source to one site: how many connections, how fast, and whether at all. Sites of several pools share it where the
/// pools share the source. May be called concurrently.
/// </summary>
/// <param name="provider">Bounds the source's connections to all sites of the provider; null for no bound.</param>
/// <param name="warmup">What the source may send to the provider today; null where it is warm.</param>
/// <param name="restraints">What binds this way: its own, and the provider's.</param>
/// <param name="state">What the sending states say of it.</param>
internal sealed partial class SitePath(string site, EgressSource source, SiteLimits limits, ConnectionBudget? provider, Allowance? warmup, Restraint[] restraints, IWay state, MonotonicClock clock)
{
    private readonly Lock _lock = new();
    private readonly CircuitBreaker _breaker = new(CircuitBreaker.PaceOf(site));
    private readonly AdaptiveConnections _connections = new(limits.Connections);
    private readonly AdaptiveRate _rate = new(limits.RatePerSecond);
    private TimeSpan _startedAgain;

    public string Site => site;

    public EgressSource Source => source;

    public SiteLimits Limits => limits;

    /// <summary>What the sending states say of it.</summary>
    public IWay State => state;

    /// <summary>Null where a refusal says nothing of our standing.</summary>
    public UnansweredLimit? Unanswered { get; init; }

    /// <summary>Why the last connection failed; null while the site answers.</summary>
    public SmtpReply? LastFailure
    {
        get
        {
            lock (_lock) return _breaker.LastFailure;
        }
    }

    /// <summary>A connection stands.</summary>
    public bool Stands
    {
        get
        {
            lock (_lock) return _connections.Standing > 0;
        }
    }

    public bool IsStale
    {
        get
        {
            lock (_lock) return _breaker.IsStale;
        }
    }

    /// <summary>Worth keeping after its site has nothing more to do.</summary>
    public bool IsMemorable
    {
        get
        {
            lock (_lock) return _breaker.LastFailure is not null || _connections.IsLimited || _rate.IsLimited || Array.Exists(restraints, restraint => restraint.Read() is not null);
        }
    }

    /// <summary>Recipients that a transaction may have now.</summary>
    public int MaxRecipients => state.Wait > TimeSpan.Zero ? 0 : warmup?.Available ?? int.MaxValue;

    /// <summary>Takes a message out of what the way may have now, and its recipients out of what the source may send today; false when there is not so much.</summary>
    public bool TrySpend(int recipients)
    {
        if (!state.TryTake()) return false;
        if (warmup?.TrySpend(recipients) ?? true) return true;
        state.GiveBack();
        return false;
    }

    /// <summary>A reply asked for silence: what is being warmed up begins again lower.</summary>
    public void StepBack() => warmup?.StepBack();

    /// <summary>A reply asked for less: a day with too many of them takes what is being warmed up no further.</summary>
    public void Doubt() => warmup?.Doubt(isCertain: false);

    /// <summary>The message was not offered to the site after all.</summary>
    public void GiveBackRecipients(int recipients)
    {
        state.GiveBack();
        warmup?.GiveBack(recipients);
    }

    /// <summary>Connections that may be opened now.</summary>
    /// <param name="patience">A transaction that may begin within that time is as good as now.</param>
    public int Free(TimeSpan patience)
    {
        lock (_lock) return FreeLocked(clock.Now, patience);
    }

    /// <summary>Takes one connection for a site; to be given back.</summary>
    public bool TryLease(IConnectionHolder holder, TimeSpan patience, out bool isProbe)
    {
        isProbe = false;
        if (Free(patience) <= 0) return false;
        // Not under the lock: the budget asks holders how they fare, and so other ways.
        if (provider is not null && !provider.TryTake(holder, out isProbe)) return false;
        lock (_lock)
        {
            if (FreeLocked(clock.Now, patience) > 0)
            {
                _connections.Lease();
                return true;
            }
        }

        provider?.Release(holder, isProbe);
        return false;
    }

    /// <param name="stood">The connection had been opened.</param>
    public void GiveBack(IConnectionHolder holder, bool isProbe, bool stood)
    {
        lock (_lock) _connections.GiveBack(stood);
        provider?.Release(holder, isProbe);
    }

    /// <summary>Whether a connection that stands goes on with the next message.</summary>
    public bool GoesOn(IConnectionHolder holder, int transactions)
    {
        lock (_lock)
        {
            var now = clock.Now;
            if (_connections.Standing > (IsSlowed ? 1 : _connections.Allowed) || IsSuspendedAt(now)) return false;
        }

        return MaxRecipients > 0 && provider?.IsWantedFrom(holder, transactions) != true;
    }

    /// <summary>Until the way is worth another look; null when only a connection that is given back helps.</summary>
    public TimeSpan? Wait()
    {
        lock (_lock)
        {
            var now = clock.Now;
            var wait = WaitLocked(now);
            if (warmup is { Wait: var more } && more > wait) wait = more;
            if (state.Wait is var bound && bound > wait) wait = bound;
            if (_breaker.IsOpen && _breaker.ResumesAt - now > wait) wait = _breaker.ResumesAt - now;
            return wait > TimeSpan.Zero ? wait : _connections.IsLimited && _connections.GrowsAt > now ? _connections.GrowsAt - now : null;
        }
    }

    /// <summary>Takes the place of one transaction in the flow.</summary>
    /// <param name="wait">How long to wait before it; or, where it is more than <paramref name="patience"/>, before asking again.</param>
    /// <param name="lowerings">To be asked about after the wait.</param>
    public bool TryPass(TimeSpan patience, out TimeSpan wait, out int lowerings)
    {
        lock (_lock)
        {
            var now = clock.Now;
            lowerings = _rate.Lowerings;
            wait = WaitLocked(now);
            if (wait > patience) return false;
            _rate.Take(now, wait > TimeSpan.Zero);
            foreach (var restraint in restraints) restraint.Take(now);
            return true;
        }
    }

    /// <param name="isNew">False where the place had a connection before.</param>
    public void Opened(bool isNew)
    {
        lock (_lock)
        {
            _breaker.Succeeded();
            if (isNew) _connections.Opened();
        }
    }

    /// <summary>The site answered, and takes no more connections from here: 421 or other 4xx at the start.</summary>
    /// <returns>True when others stand, so that the message only has to wait for one of them.</returns>
    public bool Refused(SmtpReply reply)
    {
        lock (_lock)
        {
            if (_connections.Standing > 0)
            {
                _connections.Refused(clock.Now);
                return true;
            }

            _breaker.Failed(reply, clock.Now);
            return false;
        }
    }

    /// <summary>No connection was to be had.</summary>
    public void Failed(SmtpReply reply)
    {
        lock (_lock) _breaker.Failed(reply, clock.Now);
    }

    /// <summary>None was tried: others have just found out that nobody answers there.</summary>
    /// <param name="wait">Until another try can end otherwise.</param>
    public void Rest(SmtpReply reply, TimeSpan wait)
    {
        lock (_lock) _breaker.Rest(reply, clock.Now + wait);
    }

    /// <summary>A transaction went through.</summary>
    /// <returns>True when more may be sent than before.</returns>
    public bool Accepted()
    {
        lock (_lock) return _rate.Accepted(clock.Now);
    }

    /// <summary>Whether what waited for its turn may go: no refusal came in between.</summary>
    public bool KeepsPlaces(int lowerings)
    {
        lock (_lock) return _rate.Lowerings == lowerings && !IsStopped;
    }

    /// <summary>A refusal has stopped all for now.</summary>
    public bool IsStopped
    {
        get
        {
            lock (_lock) return _rate.IsPausedAt(clock.Now) || IsSuspendedAt(clock.Now);
        }
    }

    /// <summary>One connection first, then one more at a time.</summary>
    public void StartAgain()
    {
        lock (_lock) _connections.StartAgain(clock.Now);
    }

    /// <summary>A whole transaction was too much for the site.</summary>
    public void SlowDown()
    {
        lock (_lock) _rate.Refused(clock.Now);
    }

    private bool IsSlowed => Array.Exists(restraints, static restraint => restraint.IsSlowed) || state.IsPolicy;

    private bool IsSuspendedAt(TimeSpan now)
    {
        foreach (var restraint in restraints)
            if (restraint.SuspendedUntil > now)
                return true;
        return state.IsPaused;
    }

    private int FreeLocked(TimeSpan now, TimeSpan patience)
    {
        // After a suspension the site is spoken to by one connection first (what Google asks for, and nobody minds).
        foreach (var restraint in restraints)
        {
            var end = restraint.SuspendedUntil;
            if (end <= _startedAgain || now < end) continue;
            _startedAgain = end;
            _connections.StartAgain(now);
        }

        if (WaitLocked(now) > patience || MaxRecipients == 0) return 0;
        var free = IsSlowed ? 1 - _connections.Leased : _connections.FreeAt(now);
        return _breaker.IsOpen ? Math.Min(free, _breaker.Allowed(1, now) - _connections.Leased) : free;
    }

    private TimeSpan WaitLocked(TimeSpan now)
    {
        var wait = _rate.WaitAt(now);
        foreach (var restraint in restraints)
            if (restraint.WaitAt(now) is var more && more > wait)
                wait = more;
        return wait;
    }
}
