using Standfast.Accounts.Audit;
using Standfast.Policy.Compromise;
using Standfast.Reputation.Alerts;

namespace Standfast.Server.Composition;

/// <summary>Alerts about senders: to the log at once, holds to the audit log too, then to every outlet.</summary>
/// <param name="audit">Null for none.</param>
internal sealed class AlertOutlets(AlertDesk desk, IAuditLog? audit, ILogger logger) : IAlertChannel
{
    public void Raise(SenderAlert alert)
    {
        Log.Alert(logger, alert.Kind, alert.Subject, alert.Account, alert.FindingId, alert.Text, alert.NextStep);
        if (alert.Kind == "hold" && audit is not null) _ = NoteAsync(audit, alert);
        desk.Raise(new Alert(alert.At, $"{alert.Kind} {alert.FindingId} {alert.Subject}", alert.Kind, alert.FindingId, alert.Account, alert.Subject, alert.Text, alert.NextStep));
    }

    private async Task NoteAsync(IAuditLog log, SenderAlert alert)
    {
        try
        {
            await log.AppendAsync("guard", "sender.hold", alert.Subject, $"{alert.FindingId} {alert.Text}", CancellationToken.None);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            Log.AlertNotGiven(logger, "audit log", exception);
        }
    }
}
