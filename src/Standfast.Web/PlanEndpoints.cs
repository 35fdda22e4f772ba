using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Standfast.Accounts;
using Standfast.Api;
using Standfast.Policy.Limits;
using Standfast.Policy.Limits.Planning;

namespace Standfast.Web;

/// <summary>How many days a send needs, before it is sent.</summary>
internal static class PlanEndpoints
{
    /// <summary>Mistakes in one answer.</summary>
    private const int MaxMistakes = 20;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/simulate", Simulate).Answers<PlanResponse>("simulateSend", "How many days a plan of sends needs at the present level of limits, ramps and warm-ups", problems: 400).WithTags("Limits").ChangesNothing();

    private static IResult Simulate(PlanRequest request, SendPlanner planner, ProviderDomains providers, TimeProvider time, HttpContext http)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var (sends, mistakes) = PlanFile.Read(request.Csv, providers, today);
        if (http.RequestServices.GetService<IAccountStore>() is { } store && mistakes.Count == 0)
            mistakes = [.. sends.Where(send => !store.Accounts.Any(known => known.Id == send.Account)).Select(send => $"line {send.Line}: there is no account {send.Account}; \"standfast account ls\" lists them")];
        if (mistakes.Count > 0) return StandfastEndpoints.Problem(400, "bad_plan", string.Join("; ", mistakes.Take(MaxMistakes)) + (mistakes.Count > MaxMistakes ? $"; and {mistakes.Count - MaxMistakes} more" : ""));
        var plan = planner.Make(sends, today);
        var isWhole = plan.Unsent.Count == 0;
        var ends = plan.Days.Count > 0 ? plan.Days[^1].Day : today;
        return Results.Json(
            new PlanResponse(
                isWhole ? ends.DayNumber - today.DayNumber + 1 : null, isWhole ? ends : null, sends.Sum(send => send.Recipients), plan.Unsent.Values.Sum(),
                [.. sends.GroupBy(send => (send.Campaign, send.Account, send.Stream)).Select(group => Campaign(group.Key.Campaign, [.. group], plan))],
                [.. plan.Days.Select(day => new PlanDayResponse(day.Day, day.Send.Campaign, StreamOf(day.Send), day.Send.Provider, day.Recipients, day.BoundBy))]),
            ApiJson.Default.PlanResponse);
    }

    private static PlanCampaignResponse Campaign(string name, IReadOnlyList<PlannedSend> sends, SendPlan plan)
    {
        var days = plan.Days.Where(day => sends.Contains(day.Send)).ToList();
        var starts = sends.Min(send => send.Start);
        DateOnly? ends = sends.Any(plan.Unsent.ContainsKey) || days.Count == 0 ? null : days[^1].Day;
        return new PlanCampaignResponse(
            name, StreamOf(sends[0]), sends.Sum(send => send.Recipients), starts, ends, ends is { } last ? last.DayNumber - starts.DayNumber + 1 : null,
            [.. days.Where(day => day.BoundBy is not null).GroupBy(day => day.BoundBy!).OrderByDescending(group => group.Count()).Select(group => group.Key)]);
    }

    private static string StreamOf(PlannedSend send) => $"{send.Account}/{send.Stream}";
}
