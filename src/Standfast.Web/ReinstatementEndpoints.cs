using System.ComponentModel;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Standfast.Accounts.Audit;
using Standfast.Api;
using Standfast.Recovery;
using Standfast.Recovery.Playbooks;
using Standfast.Recovery.Remedies;
using Standfast.Recovery.Requests;
using Standfast.Recovery.Requests.Rendering;

namespace Standfast.Web;

/// <summary>Requests for reinstatement: in the words, and by the way, that the counterparty wants.</summary>
internal static class ReinstatementEndpoints
{
    private const string Json = "json", Markdown = "markdown", Html = "html", Eml = "eml", Pdf = "pdf";

    private const int MaxReason = 2_000;

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/incidents/{id}/request").WithTags("Incidents").ForOperators();
        group.MapGet("", GetAsync).Answers<ReinstatementResponse>("getReinstatementRequest", "The request for reinstatement: JSON, or a document as Markdown, HTML, eml or PDF, which is audited", problems: [400, 404, 409, 500]);
        group.MapPost("", OverrideAsync).Answers<ReinstatementResponse>("overrideReinstatementRequest", "The same although steps of the remedy fail, for a reason that the request tells", problems: [400, 404, 409, 500]);
        group.MapPost("/send", SendAsync).Answers<IncidentDetailResponse>("sendReinstatementRequest", "Mail the request, where the counterparty takes it by mail, by a way that is not suspended; once, and not again before an answer is overdue", problems: [400, 404, 409, 500]);
    }

    internal static async Task<IResult> SendAsync(string id, HttpContext http, CancellationToken stop, ReinstatementOverride? body = null, string? counterparty = null)
    {
        var (desk, view) = (http.RequestServices.GetRequiredService<RequestDesk>(), http.RequestServices.GetRequiredService<IncidentView>());
        var (reason, actor) = (body?.Reason.Trim() ?? "", RequestRights.ActorOf(http));
        if (body is not null && reason.Length is 0 or > MaxReason) return NoReason();
        try
        {
            var overrideReason = body is null ? null : reason;
            var (draft, problem) = await DraftAsync(id, counterparty, overrideReason, http, stop);
            if (draft is null) return problem!;
            // Whether it has gone must be known, whoever still waits for the answer. A step that is passed over for it stays so when it goes, in the checklist and in what is said of it later.
            var (sent, refusal) = await desk.SendAsync(draft, actor, CancellationToken.None, overrideReason);
            if (sent is null) return StandfastEndpoints.Problem(409, "not_sent", refusal!);
            http.Audited("incident.send", sent.Id, $"{draft.Playbook.Id}/{draft.Route.Id} to {draft.Route.To} {sent.LastRequest?.Via}");
            return Results.Json(view.Detail(sent), ApiJson.Default.IncidentDetailResponse);
        }
        catch (IOException exception)
        {
            return StandfastEndpoints.Problem(500, "not_stored", exception.Message);
        }
    }

    internal static async Task<IResult> GetAsync(
        string id, HttpContext http, CancellationToken stop, [Description("json, markdown, html, eml or pdf.")] string format = Json, [Description("PLAYBOOK or PLAYBOOK/ROUTE, where it is not the incident's own.")] string? counterparty = null)
    {
        var (draft, problem) = await DraftAsync(id, counterparty, null, http, stop);
        if (draft is null) return problem!;
        if (Render(draft, format) is not { } document) return BadFormat(draft, format);
        if (format == Json) return document;
        try
        {
            await http.RequestServices.GetRequiredService<IAuditLog>().AppendAsync(RequestRights.ActorOf(http), "incident.request", draft.Facts.Incident.Id, Told(draft, format), CancellationToken.None);
            return document;
        }
        catch (IOException)
        {
            return StandfastEndpoints.Problem(500, "not_audited", "a request that is written out must be in the audit log, which could not be written; see to the disk, then check with \"standfast audit verify\"");
        }
    }

    private static async Task<IResult> OverrideAsync(string id, ReinstatementOverride body, IncidentBook incidents, HttpContext http, CancellationToken stop, string format = Json, string? counterparty = null)
    {
        if (body.Reason.Trim().Length is 0 or > MaxReason) return NoReason();
        var (draft, problem) = await DraftAsync(id, counterparty, body.Reason.Trim(), http, stop);
        if (draft is null) return problem!;
        if (Render(draft, format) is not { } document) return BadFormat(draft, format);
        try
        {
            incidents.Note(draft.Facts.Incident.Id, $"a request to {draft.Playbook.Name} was written although steps of the remedy fail: {body.Reason.Trim()}", RequestRights.ActorOf(http), resolves: false);
        }
        catch (IOException exception)
        {
            return StandfastEndpoints.Problem(500, "not_stored", exception.Message);
        }

        http.Audited("incident.request", draft.Facts.Incident.Id, $"{Told(draft, format)}, although steps fail: {body.Reason.Trim()}");
        return document;
    }

    /// <summary>Passes over every step that is left, for one reason. A step that is passed over so stays so, in the checklist and in what is said of it later.</summary>
    internal static IResult PassOver(string id, ReinstatementOverride body, IncidentBook incidents, RemedyBook remedies, IncidentView view, HttpContext http)
    {
        if (body.Reason.Trim().Length is 0 or > MaxReason) return NoReason();
        return IncidentEndpoints.Guard(() =>
        {
            if (incidents.Find(id) is not { } known) return IncidentEndpoints.NoSuchIncident(id);
            var passed = PassOver(known, body.Reason.Trim(), remedies, RequestRights.ActorOf(http));
            http.Audited("incident.override", known.Id, $"{string.Join(", ", passed)}: {body.Reason.Trim()}");
            return Results.Json(view.Detail(incidents.Find(id)!), ApiJson.Default.IncidentDetailResponse);
        });
    }

    private static List<string> PassOver(Incident incident, string reason, RemedyBook remedies, string actor)
    {
        List<string> left = [.. remedies.Checklist(incident).Where(line => !line.IsSettled).Select(line => line.Step.Id)];
        foreach (var step in left) remedies.Override(incident.Id, step, reason, actor);
        return left;
    }

    private static IResult NoReason() => StandfastEndpoints.Problem(400, "reason_needed", $"say in at most {MaxReason} characters why you ask although steps fail; the request tells it");

    /// <returns>The draft, or what is in its way.</returns>
    internal static async Task<(RequestDraft? Draft, IResult? Problem)> DraftAsync(string id, string? counterparty, string? reason, HttpContext http, CancellationToken stop)
    {
        var services = http.RequestServices;
        var playbooks = services.GetRequiredService<PlaybookCatalogue>();
        if (services.GetRequiredService<IncidentBook>().Find(id) is not { } incident) return (null, StandfastEndpoints.Problem(404, "no_such_incident", $"there is no incident {id}; \"standfast incident ls --all\" lists them"));
        var (name, way) = counterparty?.Split('/', 2) is { } parts ? (parts[0], parts.ElementAtOrDefault(1)) : (null, null);
        var all = string.Join(", ", playbooks.All.Select(one => one.Id));
        if ((name is null ? playbooks.For(incident) : playbooks.Find(name)) is not { } playbook)
            return (null, name is null
                ? StandfastEndpoints.Problem(409, "no_playbook", $"no playbook is about {incident.Counterparty}: say whom to ask, such as \"standfast incident request {incident.Id} --counterparty hosting\"; there are {all}")
                : StandfastEndpoints.Problem(400, "no_such_playbook", $"there is no playbook {name}; there are {all}"));
        var route = way is null ? playbook.RouteFor(incident) : playbook.Routes.FirstOrDefault(one => one.Id == way);
        if (route is null) return (null, StandfastEndpoints.Problem(400, "no_such_route", $"{playbook.Id} has no route {way}; it has {string.Join(", ", playbook.Routes.Select(one => one.Id))}"));
        var facts = await services.GetRequiredService<IRequestFacts>().ReadAsync(incident, stop);
        return RequestWriter.Write(facts, playbook, route, reason, RequestRights.ActorOf(http)) switch
        {
            RequestResult.Written(var draft) => (draft, null),
            RequestResult.Refused(var failing) => (null, StandfastEndpoints.Problem(
                409, "remedy_fails", $"asking now would not be true: {string.Join("; ", failing.Select(line => $"{line.Text.TrimEnd('.')}{(line.Reason.Length > 0 ? $" ({line.Reason.TrimEnd('.')})" : "")}{(line.Next.Length > 0 ? $": {line.Next}" : "")}"))}. Mend that; or, where you want to ask all the same, \"standfast incident request {incident.Id} --override WHY\": the request tells it")),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <returns>Null where there is no such form of it.</returns>
    private static IResult? Render(RequestDraft draft, string format) => format switch
    {
        Json => Results.Json(Describe(draft), ApiJson.Default.ReinstatementResponse),
        Markdown => Results.Text(MarkdownRenderer.Render(RequestPages.ForOwner(draft)), "text/markdown", Encoding.UTF8),
        Html => new HtmlPage(HtmlRenderer.Render(RequestPages.ForOwner(draft))),
        Eml when draft.Route.IsAsked => Results.Bytes(EmlRenderer.Render(draft), "message/rfc822"),
        Pdf when draft.Route.IsAsked => Results.Bytes(PdfRenderer.Render(RequestPages.ForCounterparty(draft)), "application/pdf"),
        _ => null,
    };

    private static IResult BadFormat(RequestDraft draft, string format) => format is Eml or Pdf
        ? StandfastEndpoints.Problem(409, "nothing_to_ask", $"{draft.Playbook.Name}: {draft.Route.Ask} {draft.Route.Note}")
        : StandfastEndpoints.Problem(400, "bad_format", $"\"{format}\" is not of {Json}, {Markdown}, {Html}, {Eml}, {Pdf}");

    private static string Told(RequestDraft draft, string format) => $"{draft.Playbook.Id}/{draft.Route.Id} as {format}{(draft.IsReady || !draft.Route.IsAsked ? "" : ", a draft")}";

    internal static ReinstatementResponse Describe(RequestDraft draft) => new(
        draft.Facts.Incident.Id, draft.Playbook.Id, draft.Playbook.Name, draft.Route.Id, Name(draft.Route.Kind), draft.Route.To, draft.IsReady, [.. draft.Missing.Select(missing => new MissingFactResponse(missing.Name, missing.SayItWith))], draft.Subject,
        draft.Letter, [.. draft.Fields.Select(field => new FilledFieldResponse(field.Label, field.Value, field.IsMissing))], [.. draft.Facts.Remedies.Select(line => new RemedyLineResponse(line.Text, Name(line.State), line.Reason, line.By, line.At))],
        draft.Route.Note, draft.Playbook.Prerequisites, draft.Playbook.Omit, [.. draft.Hints], draft.Playbook.Answer, draft.Playbook.FollowUpAfter.TotalHours, draft.Playbook.Retry,
        [.. draft.Playbook.Outcomes.Select(outcome => new OutcomeResponse(outcome.Says, outcome.Means))], draft.Route.Certainty, draft.Playbook.Sources, draft.Playbook.ReadOn);

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>A page that may load nothing, and hold no script.</summary>
    internal sealed class HtmlPage(string page) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
            httpContext.Response.ContentType = "text/html; charset=utf-8";
            return httpContext.Response.WriteAsync(page, httpContext.RequestAborted);
        }
    }
}
