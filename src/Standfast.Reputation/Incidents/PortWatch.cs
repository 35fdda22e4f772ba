using Standfast.Events;

namespace Standfast.Reputation.Incidents;

/// <summary>
/// Sees that no mail server can be reached any more, as where a hosting company closes port 25. One that does not answer has trouble of its own; several, and none
/// between them that answers, are a suspicion. Whoever looks at large receivers then confirms it, or clears it. May be called concurrently.
/// </summary>
/// <param name="isOpen">The incident of an earlier start is not over.</param>
public sealed class PortWatch(IIncidentDesk desk, bool isOpen, TimeProvider time) : IEventObserver
{
    /// <summary>As notices of hosting companies that say it: they are signs of the same incident.</summary>
    public const string Counterparty = "hosting", Cause = "port-blocked", Scope = "everything";

    private const string RuleId = "rule:port", Connect = "connect";

    /// <summary>Providers that do not answer; ours. A list of old domains has some, but large receivers answer then.</summary>
    private const int Several = 3;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _silent = new(StringComparer.Ordinal);
    private bool _isOpen = isOpen;

    public bool IsSuspicious
    {
        get
        {
            lock (_lock) return !_isOpen && _silent.Count >= Several;
        }
    }

    public void Observe(ReadOnlySpan<MailEvent> facts)
    {
        var isOver = false;
        foreach (var fact in facts)
        {
            // Without a provider it went to a smart host, or did not leave the house.
            if (fact is not { Attempt: { Source: not null, Provider: { } provider } attempt, IsFollowUp: false } || fact.Kind is not (MailEventKind.Delivered or MailEventKind.Deferred or MailEventKind.Bounced)) continue;
            lock (_lock)
            {
                if (fact.Kind == MailEventKind.Deferred && attempt is { Phase: Connect, RemoteAddress: null })
                {
                    if (_silent.Count < Several) _silent.Add(provider);
                    continue;
                }

                _silent.Clear();
                isOver |= _isOpen;
                _isOpen = false;
            }
        }

        if (isOver) desk.Report(Signal(IncidentStep.Resolved, "a mail server answers again"));
    }

    /// <summary>Large receivers cannot be reached either.</summary>
    /// <param name="text">What was seen, one sentence.</param>
    public void Confirm(string text)
    {
        lock (_lock)
        {
            // One has answered meanwhile, or it is known.
            if (_isOpen || _silent.Count < Several) return;
            _isOpen = true;
        }

        desk.Report(Signal(IncidentStep.Seen, text) with { Action = "contact-provider", Contained = "nothing leaves: mail waits in the queue until a mail server answers" });
    }

    /// <summary>Large receivers answer, or nobody knows where they are.</summary>
    public void Clear()
    {
        lock (_lock) _silent.Clear();
    }

    private IncidentSignal Signal(IncidentStep step, string text) => new(time.GetUtcNow(), Counterparty, Cause, Scope, step, text) { RuleId = RuleId };
}
