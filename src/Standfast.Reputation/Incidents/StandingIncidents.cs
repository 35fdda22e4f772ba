using Standfast.Reputation.Identity;

namespace Standfast.Reputation.Incidents;

/// <summary>Reports listings and lost names that get mail refused: each list and object, and each address without a name, is one incident until it is seen to be over.</summary>
public sealed class StandingIncidents(IIncidentDesk desk)
{
    private const string Listed = "blocklist";

    /// <summary>What is less than an incident is left to others.</summary>
    public void Observe(StandingNews news)
    {
        if (news.Level < NewsLevel.Incident) return;
        desk.Report(new IncidentSignal(news.At, news.Counterparty, news.Cause, news.Scope, news.IsOver ? IncidentStep.Resolved : IncidentStep.Seen, news.Evidence.Length > 0 ? news.Evidence : news.Text)
        {
            RuleId = news.FindingId,
            Action = news.Cause == Listed ? "request-delisting" : "fix-dns",
        });
    }
}
