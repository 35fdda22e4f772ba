using System.Text.Json;
using Standfast.Reputation.Classification;

namespace Standfast.Reputation.States;

/// <content>Rules R1 to R4: what a refusal brings about (docs/reputation.md).</content>
public sealed partial class SendingStates
{
    /// <summary>Keys with blocks or throttling that are no state yet; ours. When full, all are counted anew.</summary>
    private const int MaxSuspects = 1_000;

    private readonly Dictionary<StateKey, Suspicion> _suspects = [];

    public RefusalVerdict Refused(RemoteReply reply)
    {
        var read = _classifier.Classify(reply.Reply.ToString(), reply.IsOwnRelay ? null : reply.Provider, reply.Phase, reply.IsOwnRelay);
        return Refused(reply, read);
    }

    /// <param name="read">What the classifier made of it.</param>
    public RefusalVerdict Refused(RemoteReply reply, ReplyClass read)
    {
        var keeps = StateRules.KeepsMail(read, reply.IsOwnRelay);
        var isPaused = false;
        lock (_lock)
        {
            var (now, wall) = (Now, _time.GetUtcNow());
            if (!keeps) UndecidedLocked(reply, now);
            else if (!StateRules.IsBlock(read, reply.IsOwnRelay)) ThrottledLocked(reply, now, wall);
            else if (KeyOf(reply, read) is { } key) isPaused = BlockedLocked(key, reply, read, now, wall);
        }

        Finish();
        return new RefusalVerdict(keeps, isPaused);
    }

    /// <summary>Slows or pauses what a rule found, where it is not restricted as much already.</summary>
    /// <param name="actor">The rule, as "rule:NAME".</param>
    /// <param name="cause">Names the incident.</param>
    /// <param name="reason">One sentence.</param>
    /// <param name="slow">Messages in one step, and for how long; of a pause null.</param>
    public void Restrict(StateKey key, SendingStateKind kind, string actor, string cause, string reason, StateEvidence evidence, (int PerStep, TimeSpan For)? slow)
    {
        lock (_lock)
        {
            var (now, wall) = (Now, _time.GetUtcNow());
            if (_all.TryGetValue(key, out var known)) RefreshLocked(known, now, wall);
            if (known?.State.Kind >= kind || (known is null && _all.Count >= StateRules.MaxStates && !ForgetOneLocked())) return;
            known ??= new Restriction(new SendingState(key, SendingStateKind.Open, "", "", wall));
            var past = known.State;
            var next = new SendingState(key, kind, reason, actor, wall) { Evidence = evidence, Cause = cause, Counterparty = key.Provider ?? "receivers", IsPolicy = true, Strikes = past.Strikes, LastPaused = past.LastPaused };
            if (slow is var (perStep, lasting))
            {
                SetLocked(known, next with { PerStep = perStep, Until = wall + lasting }, lasting, now, null);
            }
            else
            {
                var strikes = wall - past.LastPaused < StateRules.Memory ? past.Strikes : 0;
                var length = _plan.PauseAfter(strikes, null);
                SetLocked(known, next with { Until = wall + length, Strikes = strikes + 1, LastPaused = wall }, length, now, null);
            }
        }

        Finish();
    }

    /// <summary>Exactly what the block is about; null where it has no owner here.</summary>
    private static StateKey? KeyOf(RemoteReply reply, ReplyClass read) => read.Scope switch
    {
        FaultScope.Ip => new StateKey(Source: reply.Source, Provider: reply.Provider),
        FaultScope.Domain => reply.Sender is { Account: { } account, Stream: var stream } ? new StateKey(account, stream, Provider: reply.Provider) : null,
        _ => new StateKey(Provider: reply.Provider),
    };

    private static string RuleOf(ReplyClass read) => read.Scope switch { FaultScope.Ip => StateRules.IpBlock, FaultScope.Domain => StateRules.DomainBlock, _ => StateRules.RelayBlock };

    private static string ReasonFor(StateKey key, RemoteReply reply, ReplyClass read) => read.Scope switch
    {
        FaultScope.Ip => $"{reply.Provider} blocks source {reply.Source}: {reply.Reply}",
        FaultScope.Domain => $"{reply.Provider} blocks the domain of {key.Account}/{key.Stream}: {reply.Reply}",
        _ => $"our relay {reply.Provider} has suspended us: {reply.Reply}",
    };

    private static BlockSignal SignalOf(RemoteReply reply, ReplyClass read, DateTimeOffset wall) => new(wall, reply.Provider, read, reply.Reply.ToString(), reply);

    private static string CauseOf(ReplyClass read) => JsonNamingPolicy.KebabCaseLower.ConvertName(read.Cause.ToString());

    /// <returns>True when nothing more is to go.</returns>
    private bool BlockedLocked(StateKey key, RemoteReply reply, ReplyClass read, TimeSpan now, DateTimeOffset wall)
    {
        var sample = StateSample.Of(wall, reply.Message?.ToString(), reply.Reply.ToString());
        if (_all.TryGetValue(key, out var known))
        {
            RefreshLocked(known, now, wall);
            if (known.State.Kind is SendingStateKind.Paused or SendingStateKind.Held)
            {
                // What was under way when it began: evidence, and no further strike.
                var before = known.State;
                known.Add(before.Evidence.With("blocked", sample));
                if (before.Evidence.Samples.Length >= StateEvidence.MaxSamples) return true;
                _unwritten.Add(key);
                _untold.Enqueue(new StateChange(before, known.State, SignalOf(reply, read, wall)));
                return true;
            }
        }

        var suspicion = SuspectLocked(key, now);
        suspicion.Count(reply.Message?.ToString(), sample);
        // One reply is enough while it is being found out whether the block has ended.
        var isResuming = known?.State.Step is not null;
        if (!StateRules.IsOwnWord(read) && !isResuming && suspicion.Messages < StateRules.GenericBlocks) return false;
        if (known is null && _all.Count >= StateRules.MaxStates && !ForgetOneLocked()) return false;
        _suspects.Remove(key);
        known ??= new Restriction(new SendingState(key, SendingStateKind.Open, "", "", wall));
        var past = known.State;
        var strikes = wall - past.LastPaused < StateRules.Memory ? past.Strikes : 0;
        var length = _plan.PauseAfter(strikes, reply.Silence);
        var paused = new SendingState(key, SendingStateKind.Paused, ReasonFor(key, reply, read), RuleOf(read), wall)
        {
            Evidence = suspicion.Evidence,
            Until = wall + length,
            Strikes = strikes + 1,
            LastPaused = wall,
            Cause = CauseOf(read),
            Counterparty = reply.Provider,
            IsPolicy = true,
            Ramp = past.Ramp,
            StepTime = past.StepTime,
        };
        SetLocked(known, paused, length, now, SignalOf(reply, read, wall));
        return true;
    }

    private void ThrottledLocked(RemoteReply reply, TimeSpan now, DateTimeOffset wall)
    {
        UndecidedLocked(reply, now);
        var key = new StateKey(Source: reply.Source, Provider: reply.Provider);
        var suspicion = SuspectLocked(key, now);
        suspicion.Count(reply.Message?.ToString(), StateSample.Of(wall, reply.Message?.ToString(), reply.Reply.ToString()));
        if (suspicion.Messages < StateRules.Throttles) return;
        if (_all.TryGetValue(key, out var known))
        {
            RefreshLocked(known, now, wall);
            RetreatLocked(known, $"{reply.Provider} wants less: {reply.Reply}", now, wall);
            if (known.State.Kind > SendingStateKind.Slowed || known.State.Step is not null) return;
        }
        else if (_all.Count >= StateRules.MaxStates && !ForgetOneLocked())
        {
            return;
        }

        _suspects.Remove(key);
        known ??= new Restriction(new SendingState(key, SendingStateKind.Open, "", "", wall));
        var slowed = known.State with
        {
            Kind = SendingStateKind.Slowed,
            Reason = $"{reply.Provider} wants less from source {reply.Source}: {reply.Reply}",
            Actor = StateRules.Throttled,
            Since = known.State.Kind == SendingStateKind.Slowed ? known.State.Since : wall,
            Until = wall + StateRules.SlowedFor,
            Evidence = suspicion.Evidence,
            IsPolicy = false,
        };
        SetLocked(known, slowed, StateRules.SlowedFor, now, null);
    }

    /// <summary>Readers complain too much of what goes that way: a return to it goes back a step.</summary>
    public void Doubt(string source, string provider)
    {
        lock (_lock)
        {
            var (now, wall) = (Now, _time.GetUtcNow());
            foreach (var restriction in _ofWays.Where(restriction => restriction.State.Key.Covers(source, provider))) RetreatLocked(restriction, $"users of {provider} complain too much of what source {source} sends", now, wall);
        }

        Finish();
    }

    private void RetreatLocked(Restriction known, string why, TimeSpan now, DateTimeOffset wall)
    {
        if (known.State is { Kind: SendingStateKind.Slowed, Step: > 0, Ramp.Length: > 0 } state && wall - state.Since >= StateRules.RetreatEvery) SetLocked(known, known.Retreated(wall, why, _plan), null, now, null);
    }

    /// <summary>A probe that met something else, such as an unknown recipient, is made again.</summary>
    private void UndecidedLocked(RemoteReply reply, TimeSpan now)
    {
        foreach (var restriction in _ofWays)
            if (restriction.State.Key.Covers(reply.Source, reply.Provider))
                restriction.Undecided(now);
        if (reply.Sender is not { } sender) return;
        foreach (var restriction in Covering(_ofBoth, sender, reply.Source, reply.Provider)) restriction.Undecided(now);
        foreach (var restriction in Covering(_ofSenders, sender, null, null)) restriction.Undecided(now);
    }

    private Suspicion SuspectLocked(StateKey key, TimeSpan now)
    {
        if (_suspects.TryGetValue(key, out var known) && now - known.Began < StateRules.ThrottleWindow) return known;
        if (_suspects.Count >= MaxSuspects) _suspects.Clear();
        return _suspects[key] = new Suspicion(now);
    }

    private bool ForgetOneLocked()
    {
        var oldest = _all.Values.Where(restriction => restriction.State.Kind == SendingStateKind.Open).MinBy(restriction => restriction.State.Since);
        if (oldest is null) return false;
        _unwritten.Add(oldest.State.Key);
        return _all.Remove(oldest.State.Key);
    }

    /// <summary>What was seen of a key in a while, and is not enough yet.</summary>
    private sealed class Suspicion(TimeSpan began)
    {
        private readonly HashSet<string> _messages = new(StringComparer.Ordinal);
        private int _connections;

        public TimeSpan Began => began;

        public StateEvidence Evidence { get; private set; } = StateEvidence.None;

        /// <summary>Different ones; a refused connection counts as one. Grows no further than the rules ask for.</summary>
        public int Messages => _messages.Count + _connections;

        public void Count(string? message, StateSample sample)
        {
            if (message is null) _connections++;
            else if (_messages.Count < StateRules.Throttles) _messages.Add(message);
            Evidence = Evidence.With("refused", sample);
        }
    }
}
