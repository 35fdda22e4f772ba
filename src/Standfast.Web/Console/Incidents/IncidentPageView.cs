using Standfast.Api;
using Standfast.Recovery;
using Standfast.Recovery.Playbooks;
using Standfast.Reputation.Incidents;

namespace Standfast.Web.Console.Incidents;

/// <summary>One incident, as the API tells it, with its words for people.</summary>
/// <param name="Name">Of the counterparty.</param>
/// <param name="Stages">That a person may mark now.</param>
public sealed record IncidentPageView(IncidentDetailResponse Detail, string Name, string Sentence, string Next, IReadOnlyList<string> Stages)
{
    public FormProblem Problem { get; init; } = FormProblem.None;

    /// <summary>Its own guard has stopped a sender: what waits is looked at in the room of held mail.</summary>
    public bool IsOfGuard => Detail.Incident is { Counterparty: IncidentSignal.Guard, Stage: not "closed" };

    public int Left => Detail.Checklist.Count(step => step.State is "open" or "failing");

    public string Path => $"{IncidentsRoom.Room.Path}/{Detail.Incident.Id}";

    internal static IncidentPageView Of(Incident incident, IncidentDetailResponse detail, PlaybookCatalogue playbooks) => new(
        detail, IncidentSentence.NameOf(incident, playbooks), IncidentSentence.Of(incident, playbooks), IncidentSentence.NextOf(incident, detail.Checklist.Count(step => step.State is "open" or "failing")),
        [.. Enum.GetValues<IncidentStage>().Where(stage => IncidentLife.WhyNot(incident, stage) is null).Select(IncidentLife.NameOf)]);
}
