using Standfast.Recovery;
using Standfast.Reputation.Incidents;
using Standfast.Reputation.States;
using Standfast.Storage.Sqlite;

namespace Standfast.Server.Composition;

/// <content>Suspensions, from their first sign to their end.</content>
internal sealed partial class ReputationSetup
{
    /// <summary>For every part that sees a suspension; null where they cannot be read.</summary>
    public IncidentBook? Incidents { get; private set; }

    /// <summary>Before the parts that report to it.</summary>
    private void OpenIncidents(ReputationParts parts)
    {
        try
        {
            var store = SqliteIncidentStore.Open(Path.Combine(_settings.Data, "incidents.db"));
            parts.Owned.Add(store);
            var incidents = new IncidentBook(store, _time);
            incidents.NotWritten += exception => Log.IncidentNotWritten(_logger, exception);
            incidents.Turned += incident => Log.IncidentTurned(_logger, incident.Id, incident.Status, incident.Counterparty, incident.Cause, incident.Scope, incident.Text);
            incidents.Moved += incident => Log.IncidentMoved(_logger, incident.Id, IncidentLife.NameOf(incident.Stage), incident.Stages[^1].Actor, incident.Stages[^1].Text);
            incidents.Turned += AlertOf;
            parts.Services.Add(services => services.AddSingleton(incidents));
            Incidents = incidents;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            parts.Mistakes.Add($"the incidents cannot be read: {exception.Message}");
        }
    }

    private void ReportStates(SendingStates states)
    {
        if (Incidents is not { } incidents) return;
        var reports = new StateIncidents(incidents);
        reports.Reconcile(states.All, scope => incidents.FindOpen(scope) is not null);
        states.Changed += reports.Observe;
    }
}
