using Standfast.Reputation.States;

namespace Standfast.Reputation.Incidents;

/// <summary>Reports what becomes of pauses that rules made: each is an incident from its beginning to its end.</summary>
public sealed class StateIncidents(IIncidentDesk desk)
{
    /// <summary>After a start: pauses whose report a crash has cut off are reported again, and add nothing where it was not.</summary>
    public void Reconcile(IReadOnlyList<SendingState> states, Func<string, bool> isOpen)
    {
        foreach (var state in states)
        {
            if (state is not { Kind: SendingStateKind.Paused or SendingStateKind.Held, Cause: { } cause } || isOpen(state.Key.ToString())) continue;
            desk.Report(new IncidentSignal(state.Since, state.Counterparty ?? "", cause, state.Key.ToString(), IncidentStep.Seen, state.Evidence.Samples.LastOrDefault()?.Text ?? state.Reason)
            {
                Message = state.Evidence.Samples.LastOrDefault()?.Message,
                RuleId = state.Actor,
                Contained = Contained(state),
            });
        }
    }

    public void Observe(StateChange change)
    {
        var after = change.After;
        // What people do beside it stands in the audit log.
        if (after.Cause is not { } cause || (change.IsWorse && !after.Actor.StartsWith("rule:", StringComparison.Ordinal))) return;
        var step = change.Signal is not null || change.IsWorse ? IncidentStep.Seen
            : after.Kind == SendingStateKind.Open ? IncidentStep.Resolved
            : IncidentStep.Resuming;
        if (after.Kind == SendingStateKind.Slowed && after.Step is null) return;
        desk.Report(new IncidentSignal(change.Signal is null ? after.Since : change.Signal.At, after.Counterparty ?? "", cause, after.Key.ToString(), step, TextOf(change, step))
        {
            Message = change.Signal?.Reply.Message?.ToString(),
            RuleId = change.Signal?.Read.RuleId ?? after.Actor,
            Action = change.Signal?.Read.Action ?? "",
            Contained = change.IsWorse ? Contained(after) : null,
        });
    }

    private static string TextOf(StateChange change, IncidentStep step) => step switch
    {
        IncidentStep.Seen => change.Signal?.Text ?? change.After.Reason,
        IncidentStep.Resolved => change.After.Reason,
        _ => change.After.Step == 0 ? "the pause is over: one message is the probe" : $"step {change.After.Step}: {change.After.PerStep} messages may go in this step",
    };

    private static string Contained(SendingState state) => $"{state.Key} is {state.Kind.ToString().ToLowerInvariant()}{(state.Until is { } until ? $" until {until:u}" : "")} by {state.Actor}";
}
