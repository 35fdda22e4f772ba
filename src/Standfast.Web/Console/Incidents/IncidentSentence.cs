using System.Globalization;
using Standfast.Recovery;
using Standfast.Recovery.Playbooks;
using Standfast.Reputation.Incidents;
using Standfast.Reputation.States;

namespace Standfast.Web.Console.Incidents;

/// <summary>An incident in words: what happened, and what is next.</summary>
internal static class IncidentSentence
{
    /// <summary>One sentence, such as "Outlook.com stops your mail by source one to outlook since 3 Nov 2026 14:05 UTC: a blocklist names you."</summary>
    public static string Of(Incident incident, PlaybookCatalogue playbooks) =>
        $"{NameOf(incident, playbooks)} {VerbOf(incident)} {ScopeOf(incident.Scope)} since {incident.OpenedAt.UtcDateTime.ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture)} UTC: {CauseOf(incident)}.";

    public static string NameOf(Incident incident, PlaybookCatalogue playbooks) => incident.Counterparty == IncidentSignal.Guard ? "The guard" :
        playbooks.All.FirstOrDefault(playbook => playbook.Id == incident.Counterparty || playbook.Providers.Concat(playbook.Lists).Contains(incident.Counterparty, StringComparer.OrdinalIgnoreCase))?.Name ?? incident.Counterparty;

    /// <summary>What is diagnosed; before that what the replies say.</summary>
    public static string CauseOf(Incident incident) =>
        incident.Diagnosed is { } known ? CauseNames.Title(known.Cause) : CauseNames.TryParse(incident.Cause, out var cause) ? CauseNames.Title(cause) : incident.Cause.Replace('-', ' ');

    /// <summary>The next step, of whom it waits for.</summary>
    /// <param name="left">Steps of the checklist that are not settled.</param>
    public static string NextOf(Incident incident, int left) => incident.Stage switch
    {
        < IncidentStage.Remedied when incident.Counterparty == IncidentSignal.Guard => "Next: look at its held mail. Release it where its owner sent it; else delete it, and give the sender another password. A release ends this incident.",
        IncidentStage.Detected or IncidentStage.Contained => "Next: look for the cause. Run the checks below.",
        IncidentStage.Diagnosed => left == 0 ? "Next: run the checks again." : $"Next: settle the {(left == 1 ? "one step that is" : $"{left} steps that are")} left of the checklist.",
        IncidentStage.Remedied => "Next: look at the request, and send it.",
        IncidentStage.Requested => incident.LastRequest is { } asked
            ? $"Next: wait for their answer until {asked.LookAgainAt.UtcDateTime.ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture)} UTC, then ask once more. Mark here what they say." : "Next: wait for their answer, and mark here what they say.",
        IncidentStage.Reinstated or IncidentStage.Ramping => "Nothing is to be done: sending comes back in steps, and is watched.",
        IncidentStage.Refused => "Next: read why they refused, mend that, and ask again when they allow it.",
        IncidentStage.Closed => "It is over. A new sign of it opens it again.",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string VerbOf(Incident incident) => incident.IsOver ? "had stopped or slowed" : incident.Stage is IncidentStage.Reinstated or IncidentStage.Ramping ? "lets through again" : "stops or slows";

    private static string ScopeOf(string scope)
    {
        if (!StateKey.TryParse(scope, out var key)) return scope;
        if (key == StateKey.Everything) return "all your mail";
        var words = "your mail";
        if (key.Account is { } account) words += $" of account {account}";
        if (key.Stream is { } stream) words += $" in stream {stream}";
        if (key.Campaign is { } campaign) words += $" in campaign {campaign}";
        if (key.Credential is { } user) words += $" of credential {user}";
        if (key.Source is { } source) words += $" by source {source}";
        if (key.Provider is { } provider) words += $" to {provider}";
        return words;
    }
}
