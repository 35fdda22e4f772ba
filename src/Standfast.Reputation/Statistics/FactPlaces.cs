using Standfast.Events;
using Standfast.Reputation.Classification;

namespace Standfast.Reputation.Statistics;

/// <summary>Finds what a fact counts as. Not to be used concurrently.</summary>
internal sealed class FactPlaces(IReplyClassifier classifier)
{
    /// <summary>Of one fact at most: attempt, kind, cause or latency.</summary>
    public const int Max = 4;

    /// <summary>Replies whose cause is remembered, so that a wave of the same one costs a look-up each; ours.</summary>
    private const int MaxKnown = 4_096;

    private readonly Dictionary<(string Text, string? Provider, string? Phase), ReplyCause> _known = [];

    /// <returns>How many places were written.</returns>
    public int Find(MailEvent fact, Span<byte> places)
    {
        var isTry = fact.Attempt is { Number: > 0 };
        switch (fact.Kind)
        {
            case MailEventKind.Accepted:
                places[0] = (byte)CountKind.Accepted;
                return 1;
            case MailEventKind.Delivered:
                (places[0], places[1], places[2]) = ((byte)CountKind.Delivered, (byte)CountKind.Attempts, (byte)(Counts.Latencies + LatencyScale.StepOf(fact.At - fact.Message.CreatedAt)));
                return 3;
            case MailEventKind.Deferred when isTry:
                (places[0], places[1], places[2]) = ((byte)CountKind.Deferred, (byte)CountKind.Attempts, (byte)(Counts.Deferrals + (int)CauseOf(fact)));
                return 3;
            case MailEventKind.Bounced when isTry:
                (places[0], places[1], places[2]) = ((byte)CountKind.Bounced, (byte)CountKind.Attempts, (byte)(Counts.Bounces + (int)CauseOf(fact)));
                return 3;
            case MailEventKind.Undelivered:
                (places[0], places[1]) = ((byte)CountKind.Undelivered, (byte)(Counts.Bounces + (int)CauseOf(fact)));
                return 2;
        }

        CountKind? kind = fact.Kind switch
        {
            MailEventKind.Deferred => CountKind.Postponed,
            MailEventKind.Bounced => CountKind.Cancelled,
            MailEventKind.Expired => CountKind.Expired,
            MailEventKind.Held => CountKind.Held,
            MailEventKind.Suppressed => CountKind.Suppressed,
            MailEventKind.Complained => CountKind.Complained,
            MailEventKind.Unsubscribed => CountKind.Unsubscribed,
            MailEventKind.Opened => fact.IsMachine ? CountKind.MachineOpened : CountKind.Opened,
            MailEventKind.Clicked => fact.IsMachine ? CountKind.MachineClicked : CountKind.Clicked,
            // Released, rerouted, quarantined, returned: nothing of standing.
            _ => null,
        };
        if (kind is null) return 0;
        places[0] = (byte)kind;
        return 1;
    }

    private ReplyCause CauseOf(MailEvent fact)
    {
        if (fact.Detail is not { } text) return ReplyCause.Other;
        var key = (text, fact.Attempt?.Provider, fact.Attempt?.Phase);
        if (_known.TryGetValue(key, out var cause)) return cause;
        if (_known.Count >= MaxKnown) _known.Clear();
        return _known[key] = classifier.Classify(text, key.Provider, key.Phase).Cause;
    }
}
