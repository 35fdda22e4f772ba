using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Api;
using Standfast.Recovery;
using Standfast.Recovery.Intake;
using Standfast.Recovery.Notices;
using Standfast.Recovery.Playbooks;
using Standfast.Recovery.Remedies;
using Standfast.Recovery.Requests;
using Standfast.Web.Console.Shell;

namespace Standfast.Web.Console.Incidents;

/// <summary>Suspensions, from their first sign to their end. What is done is done by the functions of the API.</summary>
internal static class IncidentsRoom
{
    public static ConsoleRoom Room { get; } = new("/console/incidents", "Incidents");

    public static void Map(IEndpointRouteBuilder console)
    {
        var group = console.MapGroup("/incidents").ForOperators();
        group.MapGet("", (HttpContext http, IncidentBook incidents, RemedyBook remedies, PlaybookCatalogue playbooks, string? state = null) =>
            ConsolePage.Show<IncidentListPage, IncidentListView>(http, Room.Title, IncidentListView.Of(incidents, remedies, playbooks, state)));
        group.MapGet("/new", (HttpContext http) => ShowNew(http, new NewIncidentView("", "")));
        group.MapPost("/new", Open);
        group.MapGet("/{id}", (string id, HttpContext http, IncidentBook incidents, IncidentView view, PlaybookCatalogue playbooks) => Show(id, http, incidents, view, playbooks, FormProblem.None));
        group.MapPost("/{id}/check", CheckAsync);
        group.MapPost("/{id}/cause", (string id, HttpContext http, IncidentBook incidents, RemedyBook remedies, IncidentView view, PlaybookCatalogue playbooks) => After(
            IncidentLifeEndpoints.NameCause(id, new IncidentCauseRequest(http.Field("cause"), http.Field("reason")), incidents, remedies, view, http), id, "cause", "The cause is named; the checklist is for it.", http, incidents, view, playbooks));
        group.MapPost("/{id}/sign", (string id, HttpContext http, IncidentBook incidents, RemedyBook remedies, IncidentView view, PlaybookCatalogue playbooks) => After(
            IncidentLifeEndpoints.Sign(id, new StepSignatureRequest(http.Field("step"), http.Field("by"), http.Field("note")), remedies, view, http), id, $"sign:{http.Field("step")}", $"Signed by {http.Field("by")}.", http, incidents, view, playbooks));
        group.MapPost("/{id}/override", (string id, HttpContext http, IncidentBook incidents, RemedyBook remedies, IncidentView view, PlaybookCatalogue playbooks) => After(
            IncidentLifeEndpoints.Override(id, new StepOverrideRequest(http.Field("step"), http.Field("reason")), remedies, view, http), id, $"override:{http.Field("step")}", "Passed over; a request says so.", http, incidents, view, playbooks));
        group.MapPost("/{id}/note", (string id, HttpContext http, IncidentBook incidents, IncidentView view, PlaybookCatalogue playbooks) => After(
            IncidentEndpoints.Note(id, new IncidentNoteRequest(http.Field("text")), incidents, view, http), id, "note", "It stands in the timeline.", http, incidents, view, playbooks));
        group.MapPost("/{id}/mark", (string id, HttpContext http, IncidentBook incidents, RemedyBook remedies, RequestDesk desk, IncidentView view, PlaybookCatalogue playbooks) => After(
            IncidentLifeEndpoints.Mark(id, new IncidentMarkRequest(http.Field("stage"), http.Field("reason")), incidents, remedies, desk, view, http), id, "mark", $"Marked as {http.Field("stage")}.", http, incidents, view, playbooks));
        group.MapGet("/{id}/report", (string id, IncidentBook incidents, RemedyBook remedies, IncidentView view, HttpContext http) =>
        {
            http.Response.Headers.ContentDisposition = $"attachment; filename=\"report-{incidents.Find(id)?.Id ?? "none"}.md\"";
            return IncidentLifeEndpoints.Report(id, incidents, remedies, view, "markdown");
        });
        RequestRoom.Map(group);
    }

    internal static IResult Missing(HttpContext http) => ConsolePage.Refuse(http, StatusCodes.Status404NotFound, "There is no such incident", "The list of all incidents shows those there are.");

    /// <summary>What was typed in a form.</summary>
    internal static FormProblem ProblemIn(HttpContext http, string form, string error) =>
        new(form, Sentence(error), http.Request.Form.Where(field => field.Key != ConsoleSession.FormField).ToDictionary(field => field.Key, field => field.Value.ToString()));

    private static IResult Open(HttpContext http, NoticeReader reader, NoticeDesk desk, IncidentView view, TimeProvider time)
    {
        var typed = new NewIncidentView(http.Field("notice"), http.Field("counterparty"));
        var result = IncidentLifeEndpoints.OpenByNotice(new IncidentNoticeRequest(typed.Notice, typed.Counterparty.Length > 0 ? typed.Counterparty : null), reader, desk, view, time, http);
        if (ConsolePage.ProblemOf(result) is { } problem) return ShowNew(http, typed with { Error = Sentence(problem.Detail) }, problem.Status);
        var opened = ((result as IValueHttpResult)?.Value as IReadOnlyList<IncidentDetailResponse>)![0];
        return ConsolePage.Done(http, $"{Room.Path}/{opened.Incident.Id}", $"{opened.Incident.Id} is open. Look whether it was understood: who has suspended you, and why.");
    }

    private static async Task<IResult> CheckAsync(string id, HttpContext http, IncidentBook incidents, RemedyBook remedies, IIncidentFacts facts, IncidentView view, PlaybookCatalogue playbooks, CancellationToken stop) =>
        After(await IncidentLifeEndpoints.CheckAsync(id, incidents, remedies, facts, view, http, stop), id, "check", "The checks have run.", http, incidents, view, playbooks);

    /// <summary>To the incident with a notice; or the page again, with what was typed and why it was not taken.</summary>
    private static IResult After(IResult result, string id, string form, string notice, HttpContext http, IncidentBook incidents, IncidentView view, PlaybookCatalogue playbooks) =>
        ConsolePage.ProblemOf(result) is not { } problem ? ConsolePage.Done(http, $"{Room.Path}/{incidents.Find(id)!.Id}", notice)
        : Show(id, http, incidents, view, playbooks, ProblemIn(http, form, problem.Detail), problem.Status);

    private static IResult Show(string id, HttpContext http, IncidentBook incidents, IncidentView view, PlaybookCatalogue playbooks, FormProblem problem, int status = StatusCodes.Status200OK) => incidents.Find(id) is { } incident
        ? ConsolePage.Show<IncidentPage, IncidentPageView>(http, incident.Id, IncidentPageView.Of(incident, view.Detail(incident), playbooks) with { Problem = problem }, status)
        : Missing(http);

    private static IResult ShowNew(HttpContext http, NewIncidentView view, int status = StatusCodes.Status200OK) => ConsolePage.Show<NewIncidentPage, NewIncidentView>(http, "Open an incident", view, status);

    private static string Sentence(string text) => StageWords.Capital(text) + (text.EndsWith('.') ? "" : ".");
}
