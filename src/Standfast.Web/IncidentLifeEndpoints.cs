using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Api;
using Standfast.Recovery;
using Standfast.Recovery.Diagnosis;
using Standfast.Recovery.Intake;
using Standfast.Recovery.Notices;
using Standfast.Recovery.Remedies;
using Standfast.Recovery.Requests;
using Standfast.Recovery.Requests.Rendering;
using Standfast.Recovery.Return;
using Standfast.Reputation.States;

namespace Standfast.Web;

/// <summary>The way of an incident from its notice to its end: cause, checklist, stages.</summary>
internal static class IncidentLifeEndpoints
{
    private const string DiagnosisActor = "rule:diagnosis";

    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost("/notices", OpenByNotice).Answers<IReadOnlyList<IncidentDetailResponse>>("openIncidentByNotice", "Open an incident by the notice of whoever suspended you, pasted or as a message", problems: [400, 409, 500]);
        group.MapGet("/{id}/report", Report).Answers<IncidentDetailResponse>("reportIncident", "The closing report: what happened, why, what was done and answered, and what prevents it now; JSON, or a document as Markdown or HTML", problems: [400, 404]);
        group.MapPost("/{id}/check", CheckAsync).Answers<IncidentDetailResponse>("checkIncident", "Look for the cause, and run the automatic checks of the checklist", problems: [404, 500]);
        group.MapPost("/{id}/cause", NameCause).Answers<IncidentDetailResponse>("nameIncidentCause", "Name the cause, where you know better than the diagnosis", problems: [400, 404, 409, 500]);
        group.MapPost("/{id}/mark", Mark).Answers<IncidentDetailResponse>("markIncident", "Bring an incident to its next stage", problems: [400, 404, 409, 500]);
        group.MapPost("/{id}/sign", Sign).Answers<IncidentDetailResponse>("signIncidentStep", "Say by name that a step of the checklist is done", problems: [400, 404, 409, 500]);
        group.MapPost("/{id}/override", Override).Answers<IncidentDetailResponse>("overrideIncidentStep", "Pass over a step of the checklist with a reason that a request does not hide", problems: [400, 404, 409, 500]);
    }

    internal static IResult OpenByNotice(IncidentNoticeRequest request, NoticeReader reader, NoticeDesk desk, IncidentView view, TimeProvider time, HttpContext http)
    {
        if (string.IsNullOrWhiteSpace(request.Notice) || request.Notice.Length > NoticeReader.MaxLength) return StandfastEndpoints.Problem(400, "notice_needed", $"give what they wrote, at most {NoticeReader.MaxLength} characters");
        if (request.Counterparty is { Length: 0 or > IncidentEndpoints.MaxName } || request.Cause is { Length: 0 or > IncidentEndpoints.MaxName }) return StandfastEndpoints.Problem(400, "bad_incident", $"name the counterparty and the cause in at most {IncidentEndpoints.MaxName} characters each");
        var scope = StateKey.Everything;
        if (request.Scope is not null && !StateKey.TryParse(request.Scope, out scope)) return StandfastEndpoints.Problem(400, "bad_scope", $"\"{request.Scope}\" is not a scope: parts such as account=NAME, source=NAME or provider=NAME with spaces between, or everything");
        var read = reader.Read(request.Notice, time.GetUtcNow());
        if (read.Kind == NoticeKind.Reinstatement && request.Cause is null)
            return StandfastEndpoints.Problem(409, "it_is_over", $"the notice says that it is over (\"{read.Quote}\"): no incident begins with it; \"standfast incident ls\" shows the one to mark reinstated");
        return IncidentEndpoints.Guard(() =>
        {
            var incident = desk.Open(read, request.Counterparty, request.Cause, request.Scope is null ? null : scope.ToString(), RequestRights.ActorOf(http));
            http.Audited("incident.open", incident.Id, $"{incident.Counterparty} {incident.Cause} {incident.Scope}, by a notice that {read.RuleId} read");
            return Results.Json((IReadOnlyList<IncidentDetailResponse>)[view.Detail(incident)], ApiJson.Default.IReadOnlyListIncidentDetailResponse);
        });
    }

    internal static IResult Report(string id, IncidentBook incidents, RemedyBook remedies, IncidentView view, string format = "json")
    {
        if (incidents.Find(id) is not { } incident) return IncidentEndpoints.NoSuchIncident(id);
        var document = ClosingReport.Of(incident, remedies.Checklist(incident));
        return format switch
        {
            "json" => Results.Json(view.Detail(incident) with { Report = MarkdownRenderer.Render(document) }, ApiJson.Default.IncidentDetailResponse),
            "markdown" => Results.Text(MarkdownRenderer.Render(document), "text/markdown", Encoding.UTF8),
            "html" => new ReinstatementEndpoints.HtmlPage(HtmlRenderer.Render(document)),
            _ => StandfastEndpoints.Problem(400, "bad_format", $"\"{format}\" is not of json, markdown, html"),
        };
    }

    internal static async Task<IResult> CheckAsync(string id, IncidentBook incidents, RemedyBook remedies, IIncidentFacts facts, IncidentView view, HttpContext http, CancellationToken stop)
    {
        if (incidents.Find(id) is not { } known) return IncidentEndpoints.NoSuchIncident(id);
        var (diagnosis, remedy) = await facts.ReadAsync(known, stop);
        var ranking = DiagnosisReader.Read(diagnosis);
        return IncidentEndpoints.Guard(() =>
        {
            if (ranking.First.Confidence >= CauseRanking.Likely || known.Diagnosed is null) remedies.Diagnose(id, ranking.First.Cause, string.Join("; ", ranking.First.For.Take(2)), DiagnosisActor);
            if (remedies.Check(id, remedy) is not { } incident) return IncidentEndpoints.NoSuchIncident(id);
            http.Audited("incident.check", incident.Id, $"{IncidentLife.NameOf(incident.Stage)}, {remedies.Checklist(incident).Count(line => line.IsSettled)} of {remedies.Checklist(incident).Count} steps");
            return Results.Json(view.Detail(incident, ranking), ApiJson.Default.IncidentDetailResponse);
        });
    }

    internal static IResult NameCause(string id, IncidentCauseRequest request, IncidentBook incidents, RemedyBook remedies, IncidentView view, HttpContext http)
    {
        if (!CauseNames.TryParse(request.Cause, out var cause)) return StandfastEndpoints.Problem(400, "bad_cause", $"\"{request.Cause}\" is not one of {string.Join(", ", CauseNames.All)}");
        if (NeedsReason(request.Reason) is { } problem) return problem;
        if (incidents.Find(id) is { IsOver: true } over) return StandfastEndpoints.Problem(409, "not_now", $"{over.Id} is closed");
        return Answer(id, () => (remedies.Diagnose(id, cause, request.Reason, RequestRights.ActorOf(http)), null), "incident.cause", $"{request.Cause}: {request.Reason}", view, http);
    }

    internal static IResult Mark(string id, IncidentMarkRequest request, IncidentBook incidents, RemedyBook remedies, RequestDesk desk, IncidentView view, HttpContext http)
    {
        if (!Enum.TryParse<IncidentStage>(request.Stage, ignoreCase: true, out var stage) || IncidentLife.NameOf(stage) != request.Stage)
            return StandfastEndpoints.Problem(400, "bad_stage", $"\"{request.Stage}\" is not one of {string.Join(", ", Enum.GetValues<IncidentStage>().Select(IncidentLife.NameOf))}");
        if (NeedsReason(request.Reason) is { } problem) return problem;
        // What the checklist says holds for who marks by hand, too.
        if (stage is IncidentStage.Remedied or IncidentStage.Requested && incidents.Find(id) is { } known && IncidentLife.WhyNot(known, stage) is null && remedies.MayRequest(known) is { May: false } no) return StandfastEndpoints.Problem(409, "not_remedied", no.Why);
        return Answer(id, () => stage == IncidentStage.Requested ? desk.MarkRequested(id, request.Reason, RequestRights.ActorOf(http)) : incidents.Mark(id, stage, request.Reason, RequestRights.ActorOf(http)), "incident.mark", $"{request.Stage}: {request.Reason}", view, http);
    }

    internal static IResult Sign(string id, StepSignatureRequest request, RemedyBook remedies, IncidentView view, HttpContext http)
    {
        if (string.IsNullOrWhiteSpace(request.By) || request.By.Length > IncidentEndpoints.MaxName) return StandfastEndpoints.Problem(400, "name_needed", "give the name of who answers for it; a request names them");
        if (request.Note.Length > IncidentEndpoints.MaxText) return StandfastEndpoints.Problem(400, "text_needed", $"say it in at most {IncidentEndpoints.MaxText} characters");
        return Answer(id, () => remedies.Sign(id, request.Step, request.By.Trim(), request.Note, RequestRights.ActorOf(http)), "incident.sign", $"{request.Step} by {request.By}: {request.Note}", view, http);
    }

    internal static IResult Override(string id, StepOverrideRequest request, RemedyBook remedies, IncidentView view, HttpContext http) =>
        NeedsReason(request.Reason) ?? Answer(id, () => remedies.Override(id, request.Step, request.Reason, RequestRights.ActorOf(http)), "incident.override", $"{request.Step}: {request.Reason}", view, http);

    private static IResult Answer(string id, Func<(Incident? Incident, string? Refusal)> act, string action, string text, IncidentView view, HttpContext http) => IncidentEndpoints.Guard(() =>
    {
        var (incident, refusal) = act();
        if (incident is null) return IncidentEndpoints.NoSuchIncident(id);
        if (refusal is not null) return StandfastEndpoints.Problem(409, "not_now", refusal);
        http.Audited(action, incident.Id, text);
        return Results.Json(view.Detail(incident), ApiJson.Default.IncidentDetailResponse);
    });

    private static IResult? NeedsReason(string reason) =>
        string.IsNullOrWhiteSpace(reason) || reason.Length > IncidentEndpoints.MaxText ? StandfastEndpoints.Problem(400, "reason_needed", $"give a reason, at most {IncidentEndpoints.MaxText} characters; it stays with the incident") : null;
}
