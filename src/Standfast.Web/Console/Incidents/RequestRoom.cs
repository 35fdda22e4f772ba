using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Standfast.Api;
using Standfast.Recovery;
using Standfast.Recovery.Playbooks;
using Standfast.Recovery.Remedies;
using Standfast.Recovery.Requests;
using Standfast.Recovery.Requests.Rendering;
using Standfast.Web.Console.Shell;

namespace Standfast.Web.Console.Incidents;

/// <summary>The request of an incident: looked at, completed, taken along, sent.</summary>
internal static class RequestRoom
{
    private static readonly Dictionary<string, string> s_endings = new() { ["markdown"] = "md", ["html"] = "html", ["pdf"] = "pdf", ["eml"] = "eml" };

    public static void Map(RouteGroupBuilder incidents)
    {
        var request = incidents.MapGroup("/{id}/request");
        request.MapGet("", (string id, HttpContext http, CancellationToken stop, string? counterparty = null) => ShowAsync(id, counterparty, http, FormProblem.None, StatusCodes.Status200OK, stop));
        request.MapGet("/file", FileAsync);
        request.MapPost("/facts", SayAsync);
        request.MapPost("/override", async (string id, HttpContext http, IncidentBook book, RemedyBook remedies, IncidentView view, CancellationToken stop) => await AfterAsync(
            ReinstatementEndpoints.PassOver(id, new ReinstatementOverride(http.Field("reason")), book, remedies, view, http), id, "override", "The steps that were left are passed over. The request says so.", http, stop));
        request.MapPost("/send", async (string id, HttpContext http, CancellationToken stop) => await AfterAsync(
            await ReinstatementEndpoints.SendAsync(id, http, stop, null, Chosen(http)), id, "send", "The request is sent. Their answer is attached here when it comes.", http, stop));
        request.MapPost("/sent", async (string id, HttpContext http, IncidentBook book, RemedyBook remedies, RequestDesk desk, IncidentView view, CancellationToken stop) => await AfterAsync(
            IncidentLifeEndpoints.Mark(id, new IncidentMarkRequest(IncidentLife.NameOf(IncidentStage.Requested), http.Field("reason")), book, remedies, desk, view, http), id, "sent", "It is noted that they are asked.", http, stop));
    }

    /// <summary>Written out as the API writes it: it stands in the audit log.</summary>
    private static async Task<IResult> FileAsync(string id, string format, HttpContext http, CancellationToken stop, string? counterparty = null)
    {
        if (!s_endings.TryGetValue(format, out var ending)) return Results.NotFound();
        var file = await ReinstatementEndpoints.GetAsync(id, http, stop, format, counterparty);
        if (ConsolePage.ProblemOf(file) is null) http.Response.Headers.ContentDisposition = $"attachment; filename=\"request-{http.RequestServices.GetRequiredService<IncidentBook>().Find(id)!.Id}.{ending}\"";
        return file;
    }

    /// <summary>Each fact that was changed becomes a note, as "standfast incident note" writes it. What is left empty stays as it was said.</summary>
    private static async Task<IResult> SayAsync(string id, HttpContext http, IncidentBook book, IncidentView view, CancellationToken stop)
    {
        if (book.Find(id) is not { } incident) return IncidentsRoom.Missing(http);
        var changed = StatementField.Of(incident, []).Select(field => (field.Word, Text: http.Field(field.Word).Replace("\r\n", "\n", StringComparison.Ordinal), field.Said)).Where(field => field.Text.Length > 0 && field.Text != field.Said.Trim()).ToList();
        foreach (var (word, text, _) in changed)
        {
            var result = IncidentEndpoints.Note(id, new IncidentNoteRequest($"{word}: {text}"), book, view, http);
            if (ConsolePage.ProblemOf(result) is not null) return await AfterAsync(result, id, "facts", "", http, stop);
        }

        http.Audited("incident.note", incident.Id, changed.Count > 0 ? string.Join("; ", changed.Select(field => $"{field.Word}: {field.Text}")) : "nothing was changed");
        return ConsolePage.Done(http, PathOf(incident, Chosen(http)), changed.Count switch { 0 => "Nothing was changed.", 1 => "One fact is noted. The request tells it.", var count => $"{count} facts are noted. The request tells them." });
    }

    private static async Task<IResult> AfterAsync(IResult result, string id, string form, string notice, HttpContext http, CancellationToken stop)
    {
        if (ConsolePage.ProblemOf(result) is { } problem) return await ShowAsync(id, Chosen(http), http, IncidentsRoom.ProblemIn(http, form, problem.Detail), problem.Status, stop);
        var incident = http.RequestServices.GetRequiredService<IncidentBook>().Find(id)!;
        return ConsolePage.Done(http, form == "override" ? PathOf(incident, Chosen(http)) : $"{IncidentsRoom.Room.Path}/{incident.Id}", notice);
    }

    private static async Task<IResult> ShowAsync(string id, string? counterparty, HttpContext http, FormProblem problem, int status, CancellationToken stop)
    {
        var services = http.RequestServices;
        var (playbooks, remedies) = (services.GetRequiredService<PlaybookCatalogue>(), services.GetRequiredService<RemedyBook>());
        if (services.GetRequiredService<IncidentBook>().Find(id) is not { } incident) return IncidentsRoom.Missing(http);
        if (counterparty is { Length: 0 }) counterparty = null;
        var (draft, refused) = await ReinstatementEndpoints.DraftAsync(id, counterparty, null, http, stop);
        var refusal = refused is null ? null : ConsolePage.ProblemOf(refused);
        var permission = remedies.MayRequest(incident);
        var view = new RequestPageView(
            IncidentView.Describe(incident), draft?.Playbook.Name ?? IncidentSentence.NameOf(incident, playbooks), IncidentSentence.Of(incident, playbooks), counterparty ?? "",
            [.. playbooks.All.Select(one => KeyValuePair.Create(one.Id, one.Name))], StatementField.Of(incident, draft?.Missing ?? []), [.. IncidentStatements.ReadDone(incident).Select(line => line.Text)])
        {
            Draft = draft is null ? null : ReinstatementEndpoints.Describe(draft),
            Evidence = draft is null || !draft.Route.IsAsked ? "" : MarkdownRenderer.Render(RequestPages.EvidenceOnly(draft)),
            WhyNot = refusal?.Detail ?? "",
            MayPassOver = refusal?.Code == "remedy_fails",
            MaySend = permission.May,
            WhyNotSend = permission.Why,
            Left = [.. services.GetRequiredService<IncidentView>().Detail(incident).Checklist.Where(step => step.State is "open" or "failing")],
            Problem = problem,
        };
        return ConsolePage.Show<RequestPage, RequestPageView>(http, $"Request of {incident.Id}", view, status);
    }

    private static string? Chosen(HttpContext http) => http.Field("counterparty") is { Length: > 0 } chosen ? chosen : null;

    private static string PathOf(Incident incident, string? counterparty) => $"{IncidentsRoom.Room.Path}/{incident.Id}/request{(counterparty is null ? "" : $"?counterparty={Uri.EscapeDataString(counterparty)}")}";
}
