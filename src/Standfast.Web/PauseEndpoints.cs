using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Accounts;
using Standfast.Accounts.Pauses;
using Standfast.Api;
using Standfast.Mail;
using Standfast.Policy.Credentials;

namespace Standfast.Web;

/// <summary>The kill switch.</summary>
internal static class PauseEndpoints
{
    private const int MaxReason = 500;

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/pauses").WithTags("Pauses").ForOperators();
        group.MapGet("", (SendingPauses pauses, HttpContext http) => Results.Json((IReadOnlyList<PauseResponse>)[.. pauses.All.Select(pause => Describe(pause, null)), .. StatePauses.List(http)], ApiJson.Default.IReadOnlyListPauseResponse))
            .Answers<IReadOnlyList<PauseResponse>>("listPauses", "Whose sending is paused, since when and why");
        group.MapPost("", PauseAsync).Answers<IReadOnlyList<PauseResponse>>("pause", "Take no new mail of a credential, account, stream or of all, and hold what is queued of it", problems: [400, 404, 500]);
        group.MapPost("/resume", ResumeAsync).Answers<ResumeResponse>("resume", "End a pause and release what it held", problems: [400, 404, 500]);
        api.MapPost("/credentials/{user}/revoke", RevokeAsync).Answers<RevocationResponse>("revokeCredentialWithReason", "End a credential for good, and hold what it has queued where asked", problems: [400, 404, 500]).WithTags("Credentials");
    }

    private static async Task<IResult> PauseAsync(PauseRequest request, IAccountStore store, SendingPauses pauses, HttpContext http, CancellationToken stop)
    {
        if (!HasReason(request.Reason, out var problem)) return problem;
        if (StatePauses.IsMeant(request)) return CheckState(request, store) ?? CheckWay(request, http) ?? await GuardAsync(() => Task.FromResult(StatePauses.Pause(request, http)));
        if (!TryTarget(request, store, out var target, out problem)) return problem;
        return await GuardAsync(async () =>
        {
            var (pause, held) = await pauses.PauseAsync(target, request.Reason, RequestRights.ActorOf(http), stop);
            http.Audited("pause", target.Key, $"{held} recipients held: {request.Reason}");
            return Results.Json((IReadOnlyList<PauseResponse>)[Describe(pause, held)], ApiJson.Default.IReadOnlyListPauseResponse);
        });
    }

    internal static async Task<IResult> ResumeAsync(PauseRequest request, IAccountStore store, SendingPauses pauses, HttpContext http, CancellationToken stop)
    {
        if (StatePauses.IsMeant(request)) return CheckState(request, store) ?? await GuardAsync(() => Task.FromResult(StatePauses.Resume(request, http) ?? StatePauses.NotPaused(StatePauses.TryKey(request, out var key) ? key.ToString() : "that")));
        if (!TryTarget(request, store, out var target, out var problem)) return problem;
        return await GuardAsync(async () =>
        {
            // What a rule has paused of the sender is resumed by the same command.
            var state = StatePauses.Resume(request, http);
            if (await pauses.ResumeAsync(target, stop) is not { } released) return state ?? StatePauses.NotPaused(target.Key);
            http.Audited("resume", target.Key, $"{released} recipients released{(request.Reason.Length > 0 ? $": {request.Reason}" : "")}");
            return Results.Json(new ResumeResponse(target.Key, released), ApiJson.Default.ResumeResponse);
        });
    }

    /// <summary>The pause comes first: whatever stops the server in between, nothing queued goes out.</summary>
    private static async Task<IResult> RevokeAsync(string user, RevocationRequest request, IAccountStore store, SendingPauses pauses, HttpContext http, CancellationToken stop)
    {
        if (store.FindCredential(user) is not { } credential) return NoSuchCredential(user);
        if (request.HoldQueued && !HasReason(request.Reason, out var problem)) return problem;
        return await GuardAsync(async () =>
        {
            long? held = request.HoldQueued ? (await pauses.PauseAsync(new PauseTarget.OfCredential(user), request.Reason, RequestRights.ActorOf(http), stop)).Held : null;
            if (!await store.RevokeCredentialAsync(user, stop) && !request.HoldQueued) return StandfastEndpoints.Problem(404, "no_such_credential", $"credential {user} is revoked already, since {credential.RevokedAt:u}");
            http.Audited("credential.revoke", user, $"{(held is null ? "queued mail goes on" : $"{held} queued recipients held")}{(request.Reason.Length > 0 ? $": {request.Reason}" : "")}");
            return Results.Json(new RevocationResponse(user, store.FindCredential(user)!.RevokedAt!.Value, held), ApiJson.Default.RevocationResponse);
        });
    }

    /// <returns>Null where all that the request names can be paused.</returns>
    internal static IResult? CheckState(PauseRequest request, IAccountStore store)
    {
        if (request.All) return StandfastEndpoints.Problem(400, "all_stands_alone", "all goes with nothing else; leave out all, or leave out the source, provider, campaign and the rest");
        if (request.Credential is { } user && store.FindCredential(user) is null) return NoSuchCredential(user);
        return (request.Stream?.Split('/')[0] ?? request.Account) is { } account && !store.Accounts.Any(known => known.Id.Value == account) ? NoSuchAccount(account) : null;
    }

    /// <returns>Null where mail goes that way. Only pausing asks: what was paused is resumed by the name it has.</returns>
    private static IResult? CheckWay(PauseRequest request, HttpContext http) =>
        (request.Source is { } source ? KnownWays.MissingSource(http, source) : null) ?? (request.Provider is { } provider ? KnownWays.MissingProvider(http, provider) : null);

    private static bool TryTarget(PauseRequest request, IAccountStore store, [NotNullWhen(true)] out PauseTarget? target, [NotNullWhen(false)] out IResult? problem)
    {
        target = null;
        string?[] keys = [request.All ? "all" : null, request.Account is null ? null : $"account:{request.Account}", request.Credential is null ? null : $"credential:{request.Credential}", request.Stream is null ? null : $"stream:{request.Stream}"];
        if (keys.OfType<string>().ToList() is not [var key])
        {
            problem = StandfastEndpoints.Problem(400, "target_needed", "name one of a credential, an account, a stream as ACCOUNT/STREAM, or say all");
            return false;
        }

        if (!PauseTarget.TryParse(key, out target))
        {
            problem = StandfastEndpoints.Problem(400, "bad_target", $"\"{key}\" is not what can be paused: a credential, an account, or a stream as ACCOUNT/STREAM");
            return false;
        }

        problem = null;
        if (target is PauseTarget.OfCredential one && store.FindCredential(one.UserName) is null) problem = NoSuchCredential(one.UserName);
        else if (AccountOf(target) is { } account && !store.Accounts.Any(known => known.Id == account)) problem = NoSuchAccount(account.Value);
        return problem is null;
    }

    private static AccountId? AccountOf(PauseTarget target) => target switch { PauseTarget.OfAccount one => one.Account, PauseTarget.OfStream one => one.Account, _ => null };

    private static bool HasReason(string reason, [NotNullWhen(false)] out IResult? problem)
    {
        problem = string.IsNullOrWhiteSpace(reason) || reason.Length > MaxReason ? StandfastEndpoints.Problem(400, "reason_needed", $"give a reason of at most {MaxReason} characters; it is kept with the messages and in the audit log") : null;
        return problem is null;
    }

    private static IResult NoSuchCredential(string user) => StandfastEndpoints.Problem(404, "no_such_credential", $"there is no credential {user}; \"standfast credential ls\" lists them");

    private static IResult NoSuchAccount(string account) => StandfastEndpoints.Problem(404, "no_such_account", $"there is no account {account}; \"standfast account ls\" lists them");

    private static PauseResponse Describe(Pause pause, long? held) => new(pause.Target.Key, pause.Reason, pause.Actor, pause.Since, pause.IsLifting ? "resuming" : "paused", held);

    private static async Task<IResult> GuardAsync(Func<Task<IResult>> action)
    {
        try
        {
            return await action();
        }
        catch (IOException exception)
        {
            return StandfastEndpoints.Problem(500, "not_stored", exception.Message);
        }
    }
}
