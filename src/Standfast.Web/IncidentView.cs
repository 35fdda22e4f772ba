using Standfast.Api;
using Standfast.Recovery;
using Standfast.Recovery.Diagnosis;
using Standfast.Recovery.Remedies;

namespace Standfast.Web;

/// <summary>An incident as the API shows it.</summary>
public sealed class IncidentView(RemedyBook remedies, IIncidentFacts facts)
{
    /// <summary>Causes that are shown; ours.</summary>
    private const int MostCauses = 4;

    internal static IncidentResponse Describe(Incident incident) => new(
        incident.Id, incident.Status.ToString().ToLowerInvariant(), incident.Counterparty, incident.Cause, incident.Scope, incident.OpenedAt, incident.LastSeenAt, incident.ResolvedAt, incident.Signals, incident.RuleId,
        incident.Action, incident.Text)
    { Stage = IncidentLife.NameOf(incident.Stage) };

    internal IncidentDetailResponse Detail(Incident incident) => Detail(incident, incident.IsOver ? null : DiagnosisReader.Read(facts.ForDiagnosis(incident)));

    internal IncidentDetailResponse Detail(Incident incident, CauseRanking? ranking)
    {
        var permission = remedies.MayRequest(incident);
        return new IncidentDetailResponse(
            Describe(incident), [.. incident.Evidence.Select(one => new IncidentEvidenceResponse(one.At, one.Message, one.Text))], [.. incident.Timeline.Select(one => new IncidentEntryResponse(one.At, one.Actor, one.Text))])
        {
            Stages = [.. incident.Stages.Select(one => new IncidentStageResponse(IncidentLife.NameOf(one.Stage), one.At, one.Actor, one.Text))],
            Notice = incident.Notice is { } notice ? new IncidentNoticeResponse(notice.Kind, notice.Quote, notice.Deadline, notice.Addresses, notice.Domains, notice.Messages) { Text = notice.Text } : null,
            Diagnosis = ranking is null ? null : new IncidentDiagnosisResponse(
                incident.Diagnosed is { } known ? CauseNames.Of(known.Cause) : null, incident.Diagnosed?.Actor, incident.Diagnosed?.Reason, ranking.Confidence, ranking.Quote,
                [.. ranking.Causes.Take(MostCauses).Select(one => new RankedCauseResponse(CauseNames.Of(one.Cause), CauseNames.Title(one.Cause), Math.Round(one.Confidence, 2), one.For, one.Against, one.TellApart))]),
            Checklist = [.. remedies.Checklist(incident).Select(line => new ChecklistStepResponse(
                line.Step.Id, line.Step.Text, line.Step.Why, line.Step.Source, line.Step.Check.Length > 0 ? line.Step.Check : null, RemedyBook.Name(line.State), line.Mark?.At, line.Mark?.Actor, line.Mark?.Text))],
            Requests = [.. incident.Requests.Select(one => new SentRequestResponse(one.At, one.Actor, one.Counterparty, one.Route, one.To, one.MessageId, one.Via, one.LookAgainAt))],
            Answers = [.. incident.Answers.Select(one => new IncidentAnswerResponse(one.At, one.From, AnswerNames.Of(one.Meaning), one.Quote, one.IsTheirs))],
            MayRequest = permission.May,
            Next = permission.May ? $"ask them: \"standfast incident request {incident.Id}\" says how, with --send by mail; by hand \"standfast incident mark {incident.Id} requested --reason TEXT\" when it is sent" : permission.Why,
        };
    }
}
