using Standfast.Policy.Compromise;
using Standfast.Recovery;
using Standfast.Reputation.Incidents;
using Standfast.Reputation.States;

namespace Standfast.Server.Composition;

/// <summary>Reports what the guard holds as far from its normal: somebody has stopped it, and it is we. Each sender is one incident until a person lifts the hold or ends the incident.</summary>
internal sealed class SenderIncidents(IncidentBook incidents)
{
    /// <summary>Findings about lists begin so (docs/compromise.md); the others are about who sends.</summary>
    private const string ListFinding = "SF-7006";

    /// <summary>After a start: holds whose report a crash has cut off.</summary>
    public void Reconcile(IReadOnlyList<SenderHold> holds)
    {
        foreach (var hold in holds)
            if (!incidents.All.Any(incident => incident.Scope == ScopeOf(hold) && incident.LastSeenAt >= hold.Since))
                Report(hold);
    }

    public void Report(SenderHold hold) => incidents.Report(Signal(hold, hold.Since, IncidentStep.Seen, $"{hold.FindingId} {hold.Scope} {hold.Reason}") with
    {
        Action = "stop-and-investigate",
        Contained = $"all mail of {hold.Scope} is held until a person has looked: \"standfast sender show {hold.Scope.Id}\"",
    });

    public void Resolve(SenderHold hold) => incidents.Report(Signal(hold, incidents.Now, IncidentStep.Resolved, $"a person has lifted the hold of {hold.Scope}"));

    private static IncidentSignal Signal(SenderHold hold, DateTimeOffset at, IncidentStep step, string text) =>
        new(at, IncidentSignal.Guard, hold.FindingId == ListFinding ? "unknown-list" : "sender-unlike-itself", ScopeOf(hold), step, text) { RuleId = hold.FindingId };

    private static string ScopeOf(SenderHold hold) => new StateKey(hold.Scope.Account, hold.Scope.Stream, hold.Scope.Campaign, hold.Scope.Credential).ToString();
}
