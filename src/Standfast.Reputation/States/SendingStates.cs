using Standfast.Reputation.Classification;

namespace Standfast.Reputation.States;

/// <summary>
/// All sending states: who may send what to whom, how fast, and why. What rules change is in force at once and durable before the reply that brought
/// it about is recorded; what people change is durable before it is acknowledged. States change with time when they are next asked for, so that nothing
/// here runs by itself. May be called concurrently; asking costs nothing where all is open.
/// </summary>
public sealed partial class SendingStates : ISendingStates
{
    private readonly Lock _lock = new();

    /// <summary>Held while the store is written, never with <see cref="_lock"/> wanted by others meanwhile.</summary>
    private readonly Lock _writing = new();

    private readonly Dictionary<StateKey, Restriction> _all = [];
    private readonly HashSet<StateKey> _unwritten = [];
    private readonly Queue<StateChange> _untold = new();
    private readonly ISendingStateStore _store;
    private readonly IReplyClassifier _classifier;
    private readonly ResumptionPlan _plan;
    private readonly TimeProvider _time;
    private readonly long _start;
    private volatile Restriction[] _ofSenders = [];
    private volatile Restriction[] _ofBoth = [];
    private Restriction[] _ofWays = [];
    private volatile int _version;

    /// <exception cref="IOException">The states cannot be read: then nothing may be sent.</exception>
    /// <exception cref="InvalidDataException">The same.</exception>
    public SendingStates(ISendingStateStore store, IReplyClassifier classifier, ResumptionPlan plan, TimeProvider time)
    {
        (_store, _classifier, _plan, _time) = (store, classifier, plan, time);
        _start = time.GetTimestamp();
        var wall = time.GetUtcNow();
        foreach (var state in store.Load())
        {
            var left = state.Until - wall;
            // A wall clock that jumped back must not stop mail for years.
            if (left > plan.LongestPause) left = plan.LongestPause;
            Restriction restriction = new(state);
            restriction.Set(state, left, TimeSpan.Zero);
            _all[state.Key] = restriction;
        }

        lock (_lock) PublishLocked();
    }

    public event Action? Opened;

    /// <summary>Told of every change, in their order, by the thread that made it. Must return at once.</summary>
    public event Action<StateChange>? Changed;

    /// <summary>Told when the store could not be written: what is in force stays so, and it is tried again.</summary>
    public event Action<Exception>? NotWritten;

    internal int Version => _version;

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Also those that are open again, while their past pauses count.</summary>
    public IReadOnlyList<SendingState> All
    {
        get
        {
            Settle();
            lock (_lock) return [.. _all.Values.Select(restriction => restriction.State).OrderBy(state => state.Since)];
        }
    }

    public SendingState? Find(StateKey key)
    {
        Settle();
        lock (_lock) return _all.TryGetValue(key, out var restriction) ? restriction.State : null;
    }

    public SendingStateKind KindOf(StateKey key)
    {
        SendingStateKind kind;
        lock (_lock)
        {
            if (!_all.TryGetValue(key, out var restriction)) return SendingStateKind.Open;
            RefreshLocked(restriction, Now, _time.GetUtcNow());
            kind = restriction.State.Kind;
        }

        Finish();
        return kind;
    }

    /// <summary>The strictest state of those that are about this sender wherever the mail goes; null where it may send. From memory, at once.</summary>
    public SendingState? FindFor(in SenderFacts sender)
    {
        var strictest = default(SendingState);
        foreach (var restriction in _ofSenders)
            if (restriction.State is var state && state.Key.Covers(sender) && state.Kind > (strictest?.Kind ?? SendingStateKind.Open))
                strictest = state;
        return strictest;
    }

    /// <summary>Takes one message of the sender out of what may be sent now, wherever it goes.</summary>
    /// <returns>Null when it may go; else how long it is to wait, and why.</returns>
    public StateWait? TryTake(in SenderFacts sender)
    {
        var candidates = _ofSenders;
        return candidates.Length == 0 ? null : TryTake(candidates, sender, null, null);
    }

    public StateWait? TryTake(in SenderFacts sender, string source, string provider)
    {
        var candidates = _ofBoth;
        return candidates.Length == 0 ? null : TryTake(candidates, sender, source, provider);
    }

    public IWay WayFor(string source, string provider) => new Way(this, source, provider);

    public void Accepted(in SenderFacts sender, string source, string provider)
    {
        if (_ofSenders is { Length: > 0 } senders) AcceptedBy(Covering(senders, sender, null, null));
        if (_ofBoth is { Length: > 0 } both) AcceptedBy(Covering(both, sender, source, provider));
    }

    /// <summary>Brings all states up to the present, and writes what could not be written before.</summary>
    public void Settle()
    {
        lock (_lock)
        {
            var (now, wall) = (Now, _time.GetUtcNow());
            foreach (var restriction in _all.Values.ToArray()) RefreshLocked(restriction, now, wall);
        }

        Finish();
    }

    internal (int Version, Restriction[] Restrictions) OfWay(string source, string provider)
    {
        lock (_lock) return (_version, Array.FindAll(_ofWays, restriction => restriction.State.Key.Covers(source, provider)));
    }

    internal TimeSpan WaitOf(Restriction[] restrictions)
    {
        var wait = TimeSpan.Zero;
        lock (_lock)
        {
            var (now, wall) = (Now, _time.GetUtcNow());
            foreach (var restriction in restrictions)
            {
                RefreshLocked(restriction, now, wall);
                if (restriction.WaitAt(now, _plan) is var own && own > wait) wait = own;
            }
        }

        Finish();
        return wait;
    }

    internal bool TryTakeOf(Restriction[] restrictions)
    {
        var passes = true;
        lock (_lock)
        {
            var (now, wall) = (Now, _time.GetUtcNow());
            foreach (var restriction in restrictions)
            {
                RefreshLocked(restriction, now, wall);
                passes &= restriction.WaitAt(now, _plan) == TimeSpan.Zero;
            }

            if (passes)
                foreach (var restriction in restrictions) restriction.Take();
        }

        Finish();
        return passes;
    }

    internal void GiveBackTo(Restriction[] restrictions)
    {
        lock (_lock)
        {
            foreach (var restriction in restrictions) restriction.GiveBack();
        }
    }

    internal void AcceptedBy(Restriction[] restrictions)
    {
        lock (_lock)
        {
            var (now, wall) = (Now, _time.GetUtcNow());
            foreach (var restriction in restrictions)
                if (restriction.Accepted(wall, _plan) is { } next)
                    SetLocked(restriction, next, null, now, null);
        }

        Finish();
    }

    internal static string? ReasonOf(Restriction[] restrictions) => restrictions.Select(restriction => restriction.State).MaxBy(state => state.Kind)?.Reason;

    private static Restriction[] Covering(Restriction[] restrictions, SenderFacts sender, string? source, string? provider) =>
        Array.FindAll(restrictions, restriction => restriction.State.Key.Covers(sender) && (source is null || restriction.State.Key.Covers(source, provider!)));

    private StateWait? TryTake(Restriction[] candidates, in SenderFacts sender, string? source, string? provider)
    {
        var covering = Covering(candidates, sender, source, provider);
        if (covering.Length == 0 || TryTakeOf(covering)) return null;
        var wait = WaitOf(covering);
        return new StateWait(wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(1), ReasonOf(covering)!);
    }

    private void RefreshLocked(Restriction restriction, TimeSpan now, DateTimeOffset wall)
    {
        if (restriction.NextAt(now, wall, _plan) is { } next) SetLocked(restriction, next, null, now, null);
        if (restriction.State is { Kind: SendingStateKind.Open } state && !(wall - (state.LastPaused ?? DateTimeOffset.MinValue) < StateRules.Memory) && _all.Remove(state.Key)) _unwritten.Add(state.Key);
    }

    private void SetLocked(Restriction restriction, SendingState next, TimeSpan? lasting, TimeSpan now, BlockSignal? signal)
    {
        var before = _all.ContainsKey(next.Key) ? restriction.State : null;
        restriction.Set(next, now + lasting, now);
        _all[next.Key] = restriction;
        _unwritten.Add(next.Key);
        _untold.Enqueue(new StateChange(before, next, signal));
        PublishLocked();
    }

    private void PublishLocked()
    {
        var restricting = _all.Values.Where(restriction => restriction.State.Kind != SendingStateKind.Open).ToArray();
        _ofWays = Array.FindAll(restricting, restriction => restriction.State.Key.IsOfWay);
        _ofSenders = Array.FindAll(restricting, restriction => restriction.State.Key.IsOfSender);
        _ofBoth = Array.FindAll(restricting, restriction => !restriction.State.Key.IsOfWay && !restriction.State.Key.IsOfSender);
        _version++;
    }
}
