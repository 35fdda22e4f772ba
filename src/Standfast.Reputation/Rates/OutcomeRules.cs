using System.Globalization;
using Standfast.Events;
using Standfast.Reputation.Classification;
using Standfast.Reputation.States;

namespace Standfast.Reputation.Rates;

/// <summary>
/// Rules R5 to R7: judges campaigns, credentials, streams and accounts by what becomes of their mail, and slows or pauses the narrowest that explains it. What
/// is contained counts no more against what it is a part of. May be called concurrently.
/// </summary>
public sealed partial class OutcomeRules : IEventObserver
{
    /// <summary>Senders that are counted; ours. Beyond them the tenth that was idle longest goes.</summary>
    private const int MaxSenders = 10_000;

    /// <summary>Outcomes below which mail that persons wait for is not touched; ours.</summary>
    private const int MinTransactional = 200;

    /// <summary>Of the bad outcomes at least so much from a part that has less than half of the mail: then the part is the cause.</summary>
    private const double Culprit = 0.8, Minority = 0.5;

    /// <summary>Messages in one step of a slowed sender; ours: enough to see whether it was chance.</summary>
    private const int SlowedMessages = 100;

    private static readonly TimeSpan s_slowed = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<SenderFacts, Sender> _senders = [];
    private readonly Dictionary<StateKey, OutcomeTally> _tallies = [];
    private readonly SendingStates _states;
    private readonly IReplyClassifier _classifier;
    private readonly TimeProvider _time;
    private readonly bool _pausesUnknown;

    /// <param name="pausesUnknown">Pauses for unknown recipients too: where nobody else holds such mail.</param>
    public OutcomeRules(SendingStates states, IReplyClassifier classifier, TimeProvider time, bool pausesUnknown)
    {
        (_states, _classifier, _time, _pausesUnknown) = (states, classifier, time, pausesUnknown);
        states.Changed += BeginAnew;
        states.Changed += Blame;
    }

    public void Observe(ReadOnlySpan<MailEvent> facts)
    {
        foreach (var fact in facts)
            if (fact is { Account: not null, Stream: not null } && OutcomeOf(fact) is { } outcome)
                Count(fact, outcome);
    }

    private Outcome? OutcomeOf(MailEvent fact)
    {
        switch (fact.Kind)
        {
            // Without a source it did not leave the house.
            case MailEventKind.Delivered when fact.Attempt?.Source is not null:
                return Outcome.Delivered;
            case MailEventKind.Complained:
                return Outcome.Complaint;
            case MailEventKind.Bounced when fact.Attempt?.Source is not null:
            case MailEventKind.Undelivered:
                break;
            // What is refused again and again is counted once.
            case MailEventKind.Deferred when fact.Attempt is { Source: not null, Number: 1 }:
                break;
            default:
                return null;
        }

        var read = fact.Detail is { } text ? _classifier.Classify(text, fact.Attempt?.Provider, fact.Attempt?.Phase) : null;
        var outcome = read?.Cause switch
        {
            ReplyCause.NoSuchUser or ReplyCause.MailboxDisabled when read!.Scope == FaultScope.Recipient => Outcome.Unknown,
            ReplyCause.SpamContent or ReplyCause.PhishingUrl or ReplyCause.Malware => Outcome.Spam,
            ReplyCause.Complaint when read!.Scope == FaultScope.Recipient => Outcome.Spam,
            _ => Outcome.Failed,
        };
        return outcome == Outcome.Spam || fact.Kind != MailEventKind.Deferred ? outcome : null;
    }

    private void Count(MailEvent fact, Outcome outcome)
    {
        var now = _time.GetUtcNow();
        Finding? found = null;
        lock (_lock)
        {
            var sender = FindLocked(new SenderFacts(fact.Account, fact.Credential, fact.Stream!, fact.Campaign), now);
            var isBad = outcome > Outcome.Failed;
            foreach (var tally in sender.Tallies)
            {
                tally.Count(outcome, now);
                if (isBad) tally.Keep(StateSample.Of(fact.At, fact.Message.ToString(), $"{fact.Recipient}: {fact.Detail ?? "marked as spam"}"));
                // The rest is that of a part that is contained already.
                if (tally.Key == sender.Contained) break;
            }

            if (isBad) found = JudgeLocked(sender);
        }

        if (found is null) return;
        _states.Restrict(found.Key, found.Kind, found.Rule.Name, found.Rule.Cause, found.Reason, found.Evidence, found.Kind == SendingStateKind.Slowed ? (SlowedMessages, s_slowed) : null);
    }

    /// <summary>From the narrowest part to the widest: the first that is above a limit decides.</summary>
    private Finding? JudgeLocked(Sender sender)
    {
        foreach (var tally in sender.Tallies)
        {
            if (tally.Key == sender.Contained) return JudgeLocked(sender, tally, isContained: true);
            if (JudgeLocked(sender, tally, isContained: false) is { } finding) return finding;
        }

        return null;
    }

    private Finding? JudgeLocked(Sender sender, OutcomeTally tally, bool isContained)
    {
        foreach (var rule in (ReadOnlySpan<RateRule>)[RateRule.Complaints, RateRule.Spam, RateRule.Unknown])
        {
            if (KindOf(rule, tally.Counts, sender.IsTransactional) is not { } kind) continue;
            var part = isContained ? tally : NarrowLocked(rule, tally);
            if (_states.KindOf(part.Key) >= kind) return null;
            ContainLocked(part);
            var (bad, all) = (part.Counts.BadOf(rule), part.Counts.BaseOf(rule));
            var reason = string.Create(CultureInfo.InvariantCulture, $"{bad} of {all} {rule.What} ({100.0 * bad / Math.Max(1, all):0.##} %); {rule.Limit}");
            return new Finding(part.Key, kind, rule, reason, part.ToEvidence());
        }

        return null;
    }

    private SendingStateKind? KindOf(RateRule rule, OutcomeCounts counts, bool isTransactional)
    {
        var (bad, all) = (counts.BadOf(rule), counts.BaseOf(rule));
        // Sign-up forms are full of typing errors, and persons wait for what is sent to the right ones.
        if (isTransactional && (rule == RateRule.Unknown || all < MinTransactional)) return null;
        var least = Shares.LowerBound(bad, all);
        if (bad >= rule.PauseFrom && least > rule.Pause && (rule != RateRule.Unknown || _pausesUnknown)) return SendingStateKind.Paused;
        return bad >= rule.SlowFrom && least > rule.Slow ? SendingStateKind.Slowed : null;
    }

    /// <summary>The part of the tally that nearly all bad outcomes come from though it is a minority of the mail; the tally itself where there is none.</summary>
    private OutcomeTally NarrowLocked(RateRule rule, OutcomeTally whole)
    {
        var counts = whole.Counts;
        foreach (var part in _tallies.Values)
        {
            if (part == whole || !IsPartOf(part.Key, whole.Key)) continue;
            var own = part.Counts;
            if (own.BadOf(rule) >= Culprit * counts.BadOf(rule) && own.BaseOf(rule) < Minority * counts.BaseOf(rule)) return part;
        }

        return whole;
    }

    private static bool IsPartOf(StateKey part, StateKey whole) =>
        part.Account == whole.Account && (whole.Stream is null || part.Stream == whole.Stream) && (whole.Campaign is null || part.Campaign == whole.Campaign) && (whole.Credential is null || part.Credential == whole.Credential);

    private void ContainLocked(OutcomeTally part)
    {
        var wider = new HashSet<OutcomeTally>();
        foreach (var sender in _senders.Values)
        {
            var index = Array.IndexOf(sender.Tallies, part);
            if (index < 0 || sender.Contained is not null) continue;
            sender.Contained = part.Key;
            foreach (var tally in sender.Tallies.AsSpan(index + 1)) wider.Add(tally);
        }

        foreach (var tally in wider) tally.Except(part);
    }

    /// <summary>What is being resumed, or was released, is judged by what it sends from then on.</summary>
    private void BeginAnew(StateChange change)
    {
        if (!change.IsBetter || change.After.Step > 0) return;
        lock (_lock)
        {
            if (!_tallies.TryGetValue(change.After.Key, out var tally)) return;
            tally.Clear();
            if (change.After.Kind != SendingStateKind.Open) return;
            foreach (var sender in _senders.Values)
                if (sender.Contained == change.After.Key)
                    sender.Contained = null;
        }
    }

    private Sender FindLocked(SenderFacts facts, DateTimeOffset now)
    {
        if (_senders.TryGetValue(facts, out var known)) return known;
        if (_senders.Count >= MaxSenders) ForgetLocked();
        var tallies = new List<OutcomeTally>(4);
        if (facts.Campaign is not null) tallies.Add(TallyLocked(new StateKey(facts.Account, facts.Stream, facts.Campaign), now));
        if (facts.Credential is not null) tallies.Add(TallyLocked(new StateKey(facts.Account, Credential: facts.Credential), now));
        tallies.Add(TallyLocked(new StateKey(facts.Account, facts.Stream), now));
        tallies.Add(TallyLocked(new StateKey(facts.Account), now));
        // Where a part that it belongs to is restricted already, as after a restart, it is judged with that.
        return _senders[facts] = new Sender(facts.Stream.IsTransactional, [.. tallies]) { Contained = tallies.Find(tally => _states.KindOf(tally.Key) != SendingStateKind.Open)?.Key };
    }

    private OutcomeTally TallyLocked(StateKey key, DateTimeOffset now) => _tallies.TryGetValue(key, out var known) ? known : _tallies[key] = new OutcomeTally(key, now);

    private void ForgetLocked()
    {
        foreach (var (facts, _) in _senders.OrderBy(one => one.Value.Tallies[0].LastAt).Take(MaxSenders / 10).ToList()) _senders.Remove(facts);
        var used = _senders.Values.SelectMany(sender => sender.Tallies).ToHashSet();
        foreach (var (key, tally) in _tallies)
            if (!used.Contains(tally))
                _tallies.Remove(key);
    }

    private sealed class Sender(bool isTransactional, OutcomeTally[] tallies)
    {
        public bool IsTransactional => isTransactional;

        /// <summary>From the narrowest to the widest.</summary>
        public OutcomeTally[] Tallies => tallies;

        /// <summary>The part that is slowed or paused for it; null while none is.</summary>
        public StateKey? Contained { get; set; }
    }

    private sealed record Finding(StateKey Key, SendingStateKind Kind, RateRule Rule, string Reason, StateEvidence Evidence);
}
