using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Standfast.Api;
using Standfast.Mail;
using Standfast.Reputation.States;

namespace Standfast.Web;

/// <summary>Pauses and resumptions by hand of what is narrower than a sender: a way out, a campaign, a sender at one provider.</summary>
internal static class StatePauses
{
    /// <summary>Whether a request names a way or a campaign, and so a sending state.</summary>
    public static bool IsMeant(PauseRequest request) => request.Source is not null || request.Provider is not null || request.Campaign is not null;

    /// <returns>Null where nobody keeps sending states.</returns>
    public static SendingStates? StatesOf(HttpContext http) => http.RequestServices.GetService<SendingStates>();

    /// <summary>What is paused or held by a sending state, by hand or by a rule: the same command resumes it.</summary>
    public static IEnumerable<PauseResponse> List(HttpContext http) =>
        (StatesOf(http)?.All ?? []).Where(state => state.Kind >= SendingStateKind.Paused).Select(state => new PauseResponse(state.Key.ToString(), state.Reason, state.Actor, state.Since, state.Kind == SendingStateKind.Held ? "held" : "paused", null));

    public static bool TryKey(PauseRequest request, [NotNullWhen(true)] out StateKey? key)
    {
        key = null;
        var (account, stream) = (request.Account, default(string));
        if (request.Stream?.Split('/') is { } parts)
        {
            if (parts is not [var owner, var name] || (account is not null && account != owner)) return false;
            (account, stream) = (owner, name);
        }

        AccountId? accountId = null;
        StreamName? streamName = null;
        CampaignName? campaign = null;
        if (account is not null && !AccountId.TryParse(account, out accountId)) return false;
        if (stream is not null && !StreamName.TryParse(stream, out streamName)) return false;
        if (request.Campaign is not null && (!CampaignName.TryParse(request.Campaign, out campaign) || accountId is null)) return false;
        // As it is stored, so that it can be read back.
        return StateKey.TryParse(new StateKey(accountId, streamName, campaign, request.Credential, request.Source, request.Provider).ToString(), out key) && key != StateKey.Everything;
    }

    public static IResult Pause(PauseRequest request, HttpContext http)
    {
        if (StatesOf(http) is not { } states) return Off();
        if (!TryKey(request, out var key)) return BadTarget();
        var held = states.Hold(key, request.Reason, RequestRights.ActorOf(http));
        http.Audited("pause", key.ToString(), request.Reason);
        return Results.Json((IReadOnlyList<PauseResponse>)[new PauseResponse(key.ToString(), held.Reason, held.Actor, held.Since, "held", null)], ApiJson.Default.IReadOnlyListPauseResponse);
    }

    /// <returns>Null where no state of that key is paused or held.</returns>
    public static IResult? Resume(PauseRequest request, HttpContext http)
    {
        if (StatesOf(http) is not { } states) return null;
        if (!TryKey(request, out var key) || states.Resume(key, request.Reason, RequestRights.ActorOf(http)) is not { } state) return null;
        http.Audited("resume", key.ToString(), $"{(state.Kind == SendingStateKind.Open ? "open" : "a probe first, then in steps")}{(request.Reason.Length > 0 ? $": {request.Reason}" : "")}");
        return Results.Json(new ResumeResponse(key.ToString(), 0) { State = state.Kind == SendingStateKind.Open ? "open" : "probing" }, ApiJson.Default.ResumeResponse);
    }

    public static IResult NotPaused(string target) => StandfastEndpoints.Problem(404, "not_paused", $"{target} is not paused; \"standfast state ls\" and \"standfast pause ls\" list what is");

    private static IResult BadTarget() => StandfastEndpoints.Problem(400, "bad_target", "name a source, a provider, or both, or a campaign of an account; a stream is given as ACCOUNT/STREAM");

    private static IResult Off() => StandfastEndpoints.Problem(400, "states_off", "sending states are off: reputation.states");
}
