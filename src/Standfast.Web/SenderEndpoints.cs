using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Api;
using Standfast.Policy.Compromise;

namespace Standfast.Web;

/// <summary>Senders: what is normal for each, what it does now, and what to do about one that is held.</summary>
internal static class SenderEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var senders = api.MapGroup("/senders").WithTags("Senders").ForOperators();
        senders.MapGet("", List).Answers<IReadOnlyList<SenderResponse>>("listSenders", "Senders, held ones first: the last hour beside the normal", problems: 400);
        // An id of a campaign has slashes.
        senders.MapGet("/show", Show).Answers<SenderDetailResponse>("getSender", "One sender: normal and now, why it is held, samples of its mail", problems: 404);
        senders.MapPost("/release", ReleaseAsync).Answers<SenderActionResponse>("releaseSender", "Lift a hold and send what is held; what was judged is normal from now on", problems: [400, 404]);
        senders.MapPost("/delete", DeleteAsync).Answers<SenderActionResponse>("deleteSenderMail", "End the mail held of a sender without telling anybody by mail; the hold stays", problems: [400, 404]);
    }

    private static IResult List(IServiceProvider services, [Description("1 to 1000 senders.")] int limit = 100) => !PageSize.IsIn(limit, 1000, out var problem) ? problem : With(services, watch => Results.Json(
        (IReadOnlyList<SenderResponse>)[.. watch.List(limit).Select(report => new SenderResponse(
            report.Id, report.State, report.Numbers?.MessagesNow, report.Numbers?.HourNormal, report.Numbers?.HourPeak, report.Numbers?.NetworksNow, report.Hold?.Held, report.Hold?.Since, report.Hold?.FindingId, report.Hold?.Reason))],
        ApiJson.Default.IReadOnlyListSenderResponse));

    private static IResult Show(IServiceProvider services, [Description("User name of a credential, trusted:ACCOUNT, ACCOUNT/STREAM or ACCOUNT/STREAM/CAMPAIGN.")] string id) =>
        With(services, watch => watch.Find(id) is { } report ? Results.Json(Describe(report), ApiJson.Default.SenderDetailResponse) : None(id));

    internal static async Task<IResult> ReleaseAsync(SenderActionRequest request, HttpContext http, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(request.Reason)) return NoReason();
        if (http.RequestServices.GetService(typeof(SenderWatch)) is not SenderWatch watch || await watch.ReleaseAsync(request.Id, request.Reason, stop) is not { } released) return NotHeld(request.Id);
        http.Audited("sender.release", request.Id, $"{released} messages released: {request.Reason}");
        return Results.Json(new SenderActionResponse(request.Id, released, "what it did is normal from now on"), ApiJson.Default.SenderActionResponse);
    }

    internal static async Task<IResult> DeleteAsync(SenderActionRequest request, HttpContext http, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(request.Reason)) return NoReason();
        if (http.RequestServices.GetService(typeof(SenderWatch)) is not SenderWatch watch || await watch.DeleteAsync(request.Id, request.Reason, stop) is not { } ended) return NotHeld(request.Id);
        http.Audited("sender.delete", request.Id, $"{ended} messages deleted: {request.Reason}");
        return Results.Json(
            new SenderActionResponse(request.Id, ended, $"it stays held. Give its owner a new credential and end the old one: standfast credential revoke {request.Id}; or lift the hold: standfast sender release {request.Id}"),
            ApiJson.Default.SenderActionResponse);
    }

    /// <summary>Without a guard nobody is watched.</summary>
    private static IResult With(IServiceProvider services, Func<SenderWatch, IResult> answer) =>
        services.GetService(typeof(SenderWatch)) is SenderWatch watch ? answer(watch) : StandfastEndpoints.Problem(404, "not_watched", "guard.mode is off: no sender is watched");

    private static IResult None(string id) => StandfastEndpoints.Problem(404, "no_such_sender", $"nothing is known of a sender {id}; \"standfast sender ls\" lists them");

    private static IResult NotHeld(string id) => StandfastEndpoints.Problem(404, "not_held", $"{id} is not held; \"standfast sender ls\" lists what is");

    private static IResult NoReason() => StandfastEndpoints.Problem(400, "reason_needed", "give a reason; it is kept with the messages");

    private static SenderDetailResponse Describe(SenderReport report)
    {
        var (hold, numbers) = (report.Hold, report.Numbers);
        IReadOnlyList<SenderMeasureResponse> measures = numbers is null ? [] :
        [
            new("messages an hour", numbers.MessagesNow, numbers.IsLearning ? null : numbers.HourNormal, numbers.HourPeak),
            new("messages in 10 minutes", numbers.ShortNow, null, numbers.ShortPeak),
            new("recipients a message", numbers.MessagesNow == 0 ? 0 : Math.Round((double)numbers.RecipientsNow / numbers.MessagesNow, 1), numbers.RecipientsPerMessageNormal, null),
            new("new recipients an hour", numbers.NewRecipientsNow, null, numbers.NewRecipientsPeak),
            new("share of new recipients", numbers.RecipientsNow == 0 ? 0 : Math.Round((double)numbers.NewRecipientsNow / numbers.RecipientsNow, 2), numbers.NewShareNormal, null),
            new("networks an hour", numbers.NetworksNow, null, numbers.NetworksPeak),
            new("told to wait, an hour", numbers.DeferredNow, null, null),
        ];
        return new SenderDetailResponse(
            report.Id, report.State, hold?.FindingId, hold?.Reason, hold?.Since, hold?.Began, hold?.Held, measures,
            numbers is null || numbers.IsLearning ? null : numbers.ActiveHours.Count == 24 ? "all day" : string.Join(' ', numbers.ActiveHours.Select(hour => $"{hour:00}")),
            numbers?.NetworksNowSeen ?? [], numbers?.KnownNetworks ?? [], numbers?.KnownSubjects ?? [],
            [.. report.Samples.Select(sample => new MailSampleResponse(sample.At, sample.Network, sample.From, sample.Recipient, sample.Recipients, sample.Subject))],
            hold is null ? [] :
            [
                $"it was the owner: standfast sender release {report.Id} --reason \"...\"",
                $"it was not: standfast sender delete {report.Id} --reason \"...\"" + (hold.Scope.Credential is null ? "" : $", then standfast credential revoke {report.Id}"),
                $"all that waits: standfast queue ls --status held --account {hold.Scope.Account.Value}",
            ]);
    }
}
