using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Standfast.Api;
using Standfast.Reputation.States;

namespace Standfast.Web;

/// <summary>Who may send what to whom, how fast, and why.</summary>
internal static class StateEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/states").WithTags("Sending states");
        group.MapGet("", List).Answers<IReadOnlyList<StateResponse>>("listStates", "Sending states that are not open, with their reasons");
        group.MapGet("/details", Show).Answers<IReadOnlyList<StateDetailResponse>>("showStates", "Sending states with their evidence", problems: [404]);
    }

    public static StateResponse Describe(SendingState state)
    {
        var key = state.Key;
        return new StateResponse(
            key.ToString(), key.Account?.Value, key.Stream?.Value, key.Campaign?.Value, key.Credential, key.Source, key.Provider, state.Kind.ToString().ToLowerInvariant(), state.Reason, state.Actor, state.Since, state.Until,
            state.NextProbe, state.Step, state.PerStep, state.Strikes);
    }

    private static IResult List(HttpContext http, [Description("Also what is open again, while its past pauses count.")] bool all = false) => Results.Json(
        (IReadOnlyList<StateResponse>)[.. StatesOf(http).Where(state => all || state.Kind != SendingStateKind.Open).Select(Describe)], ApiJson.Default.IReadOnlyListStateResponse);

    private static IResult Show(
        HttpContext http, [Description("Only of this account.")] string? account = null, [Description("Only of this stream.")] string? stream = null, [Description("Only of this campaign.")] string? campaign = null,
        [Description("Only of this credential.")] string? credential = null, [Description("Only of this egress source.")] string? source = null, [Description("Only of this provider.")] string? provider = null)
    {
        var found = StatesOf(http).Where(state => IsOf(state.Key.Account?.Value, account) && IsOf(state.Key.Stream?.Value, stream) && IsOf(state.Key.Campaign?.Value, campaign)
            && IsOf(state.Key.Credential, credential) && IsOf(state.Key.Source, source) && IsOf(state.Key.Provider, provider)).ToList();
        return found.Count == 0
            ? StandfastEndpoints.Problem(404, "no_such_state", "nothing restricts that: it is open; \"standfast state ls\" lists what is not")
            : Results.Json(
                (IReadOnlyList<StateDetailResponse>)[.. found.Select(state => new StateDetailResponse(
                    Describe(state), state.Evidence.Counts, [.. state.Evidence.Samples.Select(sample => new StateSampleResponse(sample.At, sample.Message, sample.Text))]))],
                ApiJson.Default.IReadOnlyListStateDetailResponse);
    }

    private static bool IsOf(string? value, string? wanted) => wanted is null || value == wanted;

    private static IReadOnlyList<SendingState> StatesOf(HttpContext http) => http.RequestServices.GetService<SendingStates>()?.All ?? [];
}
