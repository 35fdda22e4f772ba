namespace Standfast.Recovery;

/// <summary>Which stage may follow which, where a person says so. Rules report what they see, whatever the stage.</summary>
public static class IncidentLife
{
    /// <summary>Of a stage as the CLI writes it.</summary>
    public static string NameOf(IncidentStage stage) => stage.ToString().ToLowerInvariant();

    /// <summary>Why not, and what to do next, one sentence; null where it may. What a checklist asks for is <see cref="Remedies.RemedyBook.MayRequest"/>'s to say.</summary>
    public static string? WhyNot(Incident incident, IncidentStage next)
    {
        var (id, now) = (incident.Id, incident.Stage);
        if (now == next) return $"{id} is {NameOf(now)} already";
        if (now == IncidentStage.Closed) return $"{id} is closed: a new sign of it opens it again, and \"standfast incident open --notice FILE\" begins another";
        return next switch
        {
            IncidentStage.Detected => $"{id} was detected long ago: a stage is not taken back; \"standfast incident note {id} --text TEXT\" adds to it",
            IncidentStage.Contained => now == IncidentStage.Detected ? null : $"{id} is {NameOf(now)}, which comes after contained",
            IncidentStage.Diagnosed => now is IncidentStage.Detected or IncidentStage.Contained or IncidentStage.Refused or IncidentStage.Remedied ? null : $"{id} is {NameOf(now)}: its cause is looked for before it is asked for, or after a refusal",
            IncidentStage.Remedied => now == IncidentStage.Diagnosed ? null
                : now < IncidentStage.Diagnosed ? $"{id} has no cause yet: \"standfast incident check {id}\" finds it, and \"standfast incident show {id}\" has the checklist" : $"{id} is {NameOf(now)}, which comes after remedied",
            IncidentStage.Requested => now is IncidentStage.Remedied or IncidentStage.Refused ? null
                : now < IncidentStage.Remedied ? $"{id} is not remedied: no request goes out before its cause is; \"standfast incident check {id}\" runs the checks, \"standfast incident show {id}\" says what is left" : $"{id} is {NameOf(now)}: there is nothing to ask for",
            IncidentStage.Reinstated => now != IncidentStage.Ramping ? null : $"{id} is ramping: it was reinstated before",
            IncidentStage.Refused => now == IncidentStage.Requested ? null : $"nobody was asked, so nobody refused: \"standfast incident mark {id} requested --reason TEXT\" comes first",
            IncidentStage.Ramping => now == IncidentStage.Reinstated ? null : $"sending comes back after they let it: \"standfast incident mark {id} reinstated --reason TEXT\" comes first",
            IncidentStage.Closed => now == IncidentStage.Requested ? $"{id} waits for an answer: mark what they said first, \"standfast incident mark {id} reinstated --reason TEXT\" or \"standfast incident mark {id} refused --reason TEXT\"" : null,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>The incident in its next stage, with who, when and why.</summary>
    public static Incident Move(Incident incident, IncidentStage next, DateTimeOffset at, string actor, string text)
    {
        var stages = incident.Stages;
        return incident with
        {
            Stage = next,
            Stages = (stages.Length < Incident.MaxTimeline ? stages : stages.RemoveAt(Incident.MaxTimeline / 2)).Add(new IncidentMilestone(next, at, actor, text)),
            Status = next switch { IncidentStage.Closed => IncidentStatus.Resolved, IncidentStage.Reinstated or IncidentStage.Ramping => IncidentStatus.Resuming, _ => IncidentStatus.Open },
            ResolvedAt = next == IncidentStage.Closed ? at : null,
        };
    }

    /// <summary>Of an incident that an older version has written: its beginning and its end are known.</summary>
    internal static Incident Upgrade(Incident incident)
    {
        if (incident.Stages.Length > 0) return incident;
        var begun = incident with { Stages = [new IncidentMilestone(IncidentStage.Detected, incident.OpenedAt, incident.RuleId, incident.Text)] };
        return incident switch
        {
            { Status: IncidentStatus.Resolved } => Move(begun, IncidentStage.Closed, incident.ResolvedAt ?? incident.LastSeenAt, incident.Timeline.LastOrDefault()?.Actor ?? "", incident.Timeline.LastOrDefault()?.Text ?? ""),
            { Status: IncidentStatus.Resuming } => Move(begun, IncidentStage.Ramping, incident.LastSeenAt, incident.Timeline.LastOrDefault()?.Actor ?? "", incident.Timeline.LastOrDefault()?.Text ?? ""),
            _ => begun,
        };
    }
}
