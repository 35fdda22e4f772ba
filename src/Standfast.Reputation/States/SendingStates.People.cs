using System.Collections.Immutable;

namespace Standfast.Reputation.States;

/// <content>What people do.</content>
public sealed partial class SendingStates
{
    /// <summary>Nothing of the key goes out until somebody resumes it. In force and durable when it returns.</summary>
    /// <param name="reason">One sentence.</param>
    /// <param name="actor">Who.</param>
    /// <exception cref="IOException">It could not be written: it is in force as long as the process lives.</exception>
    public SendingState Hold(StateKey key, string reason, string actor)
    {
        SendingState held;
        lock (_lock)
        {
            var (now, wall) = (Now, _time.GetUtcNow());
            var known = _all.GetValueOrDefault(key);
            held = new SendingState(key, SendingStateKind.Held, reason, actor, wall) { Strikes = known?.State.Strikes ?? 0, LastPaused = known?.State.LastPaused, Evidence = known?.State.Evidence ?? StateEvidence.None, Cause = known?.State.Cause, Counterparty = known?.State.Counterparty, IsPolicy = true };
            SetLocked(known ?? new Restriction(held), held, null, now, null);
        }

        Acknowledge();
        return held;
    }

    /// <summary>
    /// Ends a pause or a hold. What a rule paused is resumed by a probe and the ramp, at once; what a person held is open. Durable when it returns.
    /// </summary>
    /// <returns>The new state; null where nothing of the key is paused or held.</returns>
    /// <exception cref="IOException">It could not be written: it is in force as long as the process lives.</exception>
    public SendingState? Resume(StateKey key, string reason, string actor)
    {
        SendingState next;
        lock (_lock)
        {
            var (now, wall) = (Now, _time.GetUtcNow());
            if (!_all.TryGetValue(key, out var known)) return null;
            RefreshLocked(known, now, wall);
            if (known.State.Kind == SendingStateKind.Open) return null;
            var byRule = known.State.Kind == SendingStateKind.Paused;
            next = (byRule ? known.Resumed(0, wall, _plan) : known.Opened(wall, reason.Length > 0 ? reason : "resumed")) with { Actor = actor };
            SetLocked(known, next, null, now, null);
        }

        Acknowledge();
        return next;
    }

    /// <summary>Whoever has suspended us lets us send again: what is paused or held of the key, or is being resumed, comes back by these steps from the probe on. Durable when it returns.</summary>
    /// <param name="ramp">Messages in each step; the first is the probe.</param>
    /// <returns>Null where nothing of the key is restricted.</returns>
    /// <exception cref="IOException">It could not be written: it is in force as long as the process lives.</exception>
    public SendingState? Reinstate(StateKey key, ImmutableArray<int> ramp, TimeSpan stepTime, string reason, string actor)
    {
        SendingState next;
        lock (_lock)
        {
            var (now, wall) = (Now, _time.GetUtcNow());
            if (!_all.TryGetValue(key, out var known) || ramp.IsDefaultOrEmpty) return null;
            RefreshLocked(known, now, wall);
            if (known.State.Kind == SendingStateKind.Open) return null;
            next = known.State with { Kind = SendingStateKind.Slowed, Reason = reason, Actor = actor, Since = wall, Until = null, Step = 0, PerStep = ramp[0], Ramp = ramp, StepTime = stepTime, IsPolicy = true };
            SetLocked(known, next, null, now, null);
        }

        Acknowledge();
        return next;
    }

    private void Acknowledge()
    {
        try
        {
            Write();
        }
        finally
        {
            Tell();
        }
    }
}
