using System.Globalization;
using Standfast.Events;
using Standfast.Policy.Checks;
using Standfast.Reputation.Classification;

namespace Standfast.Policy.Compromise;

/// <summary>
/// Judges a campaign, a bulk stream or a credential by what becomes of its mail: a list whose addresses do not exist was bought, guessed or
/// left to rot, and receivers count that. Bulk mail is paused as soon as chance no longer explains what was seen, other mail only after
/// 100 outcomes. May be called concurrently.
/// </summary>
public sealed class OutcomeWatch : IEventObserver
{
    /// <summary>Share of unknown recipients at which mail is paused, and at which it is warned. Providers act from 5 %; 2 % is what senders in good standing stay below.</summary>
    private const double Stop = 0.05, Warn = 0.02;

    /// <summary>Unknown recipients below which nothing is paused, and outcomes below which only bulk mail is.</summary>
    private const int MinUnknown = 5, MinOutcomes = 100;

    /// <summary>One-sided 99.5 %: of two hundred sound campaigns that sit exactly at the limit one is paused; of those below it far fewer.</summary>
    private const double Certainty = 2.576;

    /// <summary>Ours; the one that was idle longest goes.</summary>
    private const int MaxTallies = 10_000;

    private const int MaxSamples = 10;

    /// <summary>What a person released is not judged again within it.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromDays(1);

    private static readonly TimeSpan s_window = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Tally> _tallies = new(StringComparer.Ordinal);
    private readonly SenderWatch _senders;
    private readonly IReplyClassifier _replies;
    private readonly TimeProvider _time;

    public OutcomeWatch(SenderWatch senders, IReplyClassifier replies, TimeProvider time)
    {
        (_senders, _replies, _time) = (senders, replies, time);
        senders.Released = scope => Forgive(scope.Id);
    }

    public void Observe(ReadOnlySpan<MailEvent> facts)
    {
        foreach (var fact in facts)
        {
            if (fact.Account is null || fact.Stream is not { } stream || fact.Attempt is null) continue;
            if (fact.Kind is not (MailEventKind.Delivered or MailEventKind.Bounced)) continue;
            var scope = stream.IsTransactional && fact.Credential is not null ? new HoldScope(fact.Account, fact.Credential, null, null) : new HoldScope(fact.Account, null, stream, fact.Campaign);
            if (Judge(scope, !stream.IsTransactional, fact) is not var (deviation, samples)) continue;
            // Mail without a credential is that of many programs: their stream is not stopped.
            if (deviation.Action == GuardAction.Hold && (scope.Credential is not null || !stream.IsTransactional)) _senders.HoldSoon(scope, deviation, samples);
            else _senders.Warn(scope, deviation);
        }
    }

    /// <summary>By its code and common words, or by what a rule knows of its provider: of those some say it with codes that say nothing.</summary>
    private bool IsUnknown(MailEvent fact) =>
        fact.Kind == MailEventKind.Bounced && fact.Detail is { } reply
        && (UnknownRecipient.Is(reply) || _replies.Classify(reply, fact.Attempt!.Provider, fact.Attempt.Phase) is { IsCertain: true, EndsRecipient: true });

    private (Deviation, IReadOnlyList<MailSample>)? Judge(HoldScope scope, bool isBulk, MailEvent fact)
    {
        var isUnknown = IsUnknown(fact);
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            var tally = FindLocked(scope.Id, now);
            tally.Count(isUnknown, now);
            if (!isUnknown || tally.ForgivenUntil > now) return null;
            tally.Keep(new MailSample(now, "", fact.Sender ?? "", fact.Recipient ?? "", 1, fact.Detail is { Length: > MailSample.MaxSubject } detail ? detail[..MailSample.MaxSubject] : fact.Detail ?? ""));
            var (unknown, all) = (tally.Unknown, tally.All);
            var isCertain = unknown >= MinUnknown && LowerBound(unknown, all) > Stop;
            var text = string.Create(CultureInfo.InvariantCulture, $"{unknown} of {all} recipients with an outcome do not exist ({100.0 * unknown / all:0.#} %)");
            if (isCertain && (isBulk || all >= MinOutcomes)) return (new Deviation("SF-7006", GuardAction.Hold, $"is paused: {text}; providers act against senders from 5 % on"), [.. tally.Samples]);
            return all >= MinOutcomes && unknown >= MinUnknown && unknown > Warn * all ? (new Deviation("SF-7006", GuardAction.Note, $"goes on: {text}; below 2 % is sound"), []) : null;
        }
    }

    private Tally FindLocked(string id, DateTimeOffset now)
    {
        if (_tallies.TryGetValue(id, out var tally)) return tally;
        if (_tallies.Count >= MaxTallies) _tallies.Remove(_tallies.MinBy(one => one.Value.LastAt).Key);
        return _tallies[id] = new Tally(now);
    }

    private void Forgive(string id)
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            _tallies.Remove(id);
            FindLocked(id, now).ForgivenUntil = now + s_patience;
        }
    }

    /// <summary>Wilson's lower bound of a share (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927).</summary>
    internal static double LowerBound(int hits, int all)
    {
        var (share, square) = ((double)hits / all, Certainty * Certainty);
        return (share + square / (2 * all) - Certainty * Math.Sqrt(share * (1 - share) / all + square / (4.0 * all * all))) / (1 + square / all);
    }

    /// <summary>Outcomes of one scope in this hour and the one before it.</summary>
    private sealed class Tally(DateTimeOffset began)
    {
        private readonly Queue<MailSample> _samples = new();
        private DateTimeOffset _began = began;
        private (int Unknown, int All) _now, _before;

        public DateTimeOffset LastAt { get; private set; } = began;

        public DateTimeOffset ForgivenUntil { get; set; }

        public int Unknown => _now.Unknown + _before.Unknown;

        public int All => _now.All + _before.All;

        public IReadOnlyCollection<MailSample> Samples => _samples;

        public void Count(bool isUnknown, DateTimeOffset now)
        {
            if (now - _began >= s_window)
            {
                _before = now - _began < 2 * s_window ? _now : default;
                (_now, _began) = (default, now);
            }

            _now = (_now.Unknown + (isUnknown ? 1 : 0), _now.All + 1);
            LastAt = now;
        }

        public void Keep(MailSample sample)
        {
            _samples.Enqueue(sample);
            if (_samples.Count > MaxSamples) _samples.Dequeue();
        }
    }
}
