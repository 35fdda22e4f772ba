using Standfast.Delivery;
using Standfast.Delivery.Network;
using Standfast.Mail;
using Standfast.Recovery;
using Standfast.Reputation.Alerts;
using Standfast.Reputation.Incidents;
using Standfast.Server.Composition.Alerts;
using Standfast.Server.Configuration;

namespace Standfast.Server.Composition;

/// <content>How the owner is told what must not wait.</content>
internal sealed partial class ReputationSetup
{
    /// <summary>For every part that has news.</summary>
    public AlertDesk Alerts { get; private set; } = null!;

    /// <summary>A way past our own queue and addresses; null where none is set.</summary>
    private RelayMail? AlertRelay { get; set; }

    partial void AddAlerts(ReputationParts parts)
    {
        var outlets = new List<IAlertOutlet> { new AlertFile(Path.Combine(_settings.Data, "alerts.jsonl")) };
        if (_settings["alerts.webhook"] is { Length: > 0 } url)
        {
            var webhook = new AlertWebhook(new Uri(url));
            parts.Owned.Add(webhook);
            outlets.Add(webhook);
        }

        if (SettingValues.Split(_settings["alerts.command"]).ToList() is { Count: > 0 } command) outlets.Add(new AlertCommand(command));
        if (MailOutlet(parts) is { } mail) outlets.Add(mail);
        Alerts = new AlertDesk(outlets, (name, exception) => Log.AlertNotGiven(_logger, name, exception), _time);
        parts.Run("alerts", Alerts.RunAsync);
    }

    /// <summary>One alert an incident, whatever brought it about.</summary>
    private void AlertOf(Incident incident)
    {
        var isOver = incident.IsOver;
        // The hold itself was told.
        if (incident.Counterparty == IncidentSignal.Guard && !isOver) return;
        Alerts.Raise(new Alert(
            _time.GetUtcNow(), $"incident {incident.Id} {(isOver ? "over" : "open")}", isOver ? "resolved" : "incident", "", "", incident.Id, $"{incident.Counterparty}, {incident.Cause}, {incident.Scope}: {incident.Text}",
            isOver ? "nothing; it goes on as before" : $"standfast incident show {incident.Id}"));
    }

    private AlertMail? MailOutlet(ReputationParts parts)
    {
        AlertRelay = Relay();
        if (_settings["alerts.mail_to"] is not { Length: > 0 } receiver) return null;
        if (AlertRelay is not { } relay)
        {
            parts.Mistakes.Add("alerts.mail_to needs alerts.mail_relay: a smart host that is not this server, for what is paused here must not keep the news of it");
            return null;
        }

        var sender = _settings["alerts.mail_from"] is { Length: > 0 } given ? given : $"standfast@{_settings.Hostname}";
        if (!EmailAddress.TryParse(receiver, out var to) || !EmailAddress.TryParse(sender, out var from))
        {
            parts.Mistakes.Add("alerts.mail_to and alerts.mail_from must be addresses");
            return null;
        }

        return new AlertMail(relay, from, to, _settings.Hostname);
    }

    private RelayMail? Relay()
    {
        if (SettingValues.ParseHostPort(_settings["alerts.mail_relay"], 587) is not var (host, port) || host.Length == 0) return null;
        var password = _settings["alerts.mail_password_file"] is { Length: > 0 } file ? File.ReadAllText(file).Trim() : null;
        var user = _settings["alerts.mail_user"] is { Length: > 0 } name ? name : null;
        return new RelayMail(new RelayHost(host, port, user, password), _settings.Hostname, _dns, new SocketNetwork(), _time);
    }
}
