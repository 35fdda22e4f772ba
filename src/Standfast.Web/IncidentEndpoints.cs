using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Api;
using Standfast.Recovery;
using Standfast.Reputation.States;

namespace Standfast.Web;

/// <summary>Suspensions, from their first sign to their end.</summary>
internal static class IncidentEndpoints
{
    /// <summary>Characters of a counterparty or a cause, and of a text; ours.</summary>
    internal const int MaxName = 200, MaxText = 10_000;

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/incidents").WithTags("Incidents").ForOperators();
        group.MapGet("", List).Answers<IReadOnlyList<IncidentResponse>>("listIncidents", "Suspensions that are not over, with who, why and what");
        group.MapGet("/{id}", Show).Answers<IncidentDetailResponse>("showIncident", "One incident: the counterparty's words, and everything that happened", problems: [404]);
        group.MapPost("", Open).Answers<IReadOnlyList<IncidentDetailResponse>>("openIncident", "Open an incident by hand, for a suspension that came by mail or telephone", problems: [400, 500]);
        IncidentLifeEndpoints.Map(group);
        group.MapPost("/{id}/notes", Note).Answers<IncidentDetailResponse>("noteIncident", "Add a line to an incident's timeline, or end it", problems: [400, 404, 409, 500]);
    }

    private static IResult List(IncidentBook incidents, [Description("Also those that are over.")] bool all = false) => Results.Json(
        (IReadOnlyList<IncidentResponse>)[.. incidents.All.Where(incident => all || !incident.IsOver).Select(IncidentView.Describe)], ApiJson.Default.IReadOnlyListIncidentResponse);

    private static IResult Show(string id, IncidentBook incidents, IncidentView view) => incidents.Find(id) is { } incident ? Results.Json(view.Detail(incident), ApiJson.Default.IncidentDetailResponse) : NoSuchIncident(id);

    private static IResult Open(IncidentRequest request, IncidentBook incidents, IncidentView view, HttpContext http)
    {
        if (request.Counterparty.Length is 0 or > MaxName || request.Cause.Length is 0 or > MaxName) return StandfastEndpoints.Problem(400, "bad_incident", $"name the counterparty and the cause in at most {MaxName} characters each");
        if (request.Text.Length is 0 or > MaxText) return StandfastEndpoints.Problem(400, "text_needed", $"give the counterparty's own words, at most {MaxText} characters");
        if (!StateKey.TryParse(request.Scope, out var scope)) return StandfastEndpoints.Problem(400, "bad_scope", $"\"{request.Scope}\" is not a scope: parts such as account=NAME, source=NAME or provider=NAME with spaces between, or everything");
        return Guard(() =>
        {
            var incident = incidents.Open(request.Counterparty, request.Cause, scope.ToString(), request.Text, RequestRights.ActorOf(http));
            http.Audited("incident.open", incident.Id, $"{incident.Counterparty} {incident.Cause} {incident.Scope}");
            return Results.Json((IReadOnlyList<IncidentDetailResponse>)[view.Detail(incident)], ApiJson.Default.IReadOnlyListIncidentDetailResponse);
        });
    }

    internal static IResult Note(string id, IncidentNoteRequest request, IncidentBook incidents, IncidentView view, HttpContext http)
    {
        if (request.Text.Length is 0 or > MaxText) return StandfastEndpoints.Problem(400, "text_needed", $"say it in at most {MaxText} characters");
        if (request.Resolves && incidents.Find(id) is { } known && IncidentLife.WhyNot(known, IncidentStage.Closed) is { } refusal) return StandfastEndpoints.Problem(409, "not_now", refusal);
        return Guard(() =>
        {
            if (incidents.Note(id, request.Text, RequestRights.ActorOf(http), request.Resolves) is not { } incident) return NoSuchIncident(id);
            http.Audited(request.Resolves ? "incident.resolve" : "incident.note", incident.Id, request.Text);
            return Results.Json(view.Detail(incident), ApiJson.Default.IncidentDetailResponse);
        });
    }

    internal static IResult Guard(Func<IResult> action)
    {
        try
        {
            return action();
        }
        catch (IOException exception)
        {
            return StandfastEndpoints.Problem(500, "not_stored", exception.Message);
        }
    }

    internal static IResult NoSuchIncident(string id) => StandfastEndpoints.Problem(404, "no_such_incident", $"there is no incident {id}; \"standfast incident ls --all\" lists them");
}
