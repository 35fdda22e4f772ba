using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Standfast.Accounts;
using Standfast.Api;
using Standfast.Mail;
using Standfast.Policy.Limits;

namespace Standfast.Web;

/// <summary>What may be sent in a minute, an hour and a day.</summary>
internal static class LimitEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var limits = api.MapGroup("/limits").WithTags("Limits");
        limits.MapGet("", List).Answers<IReadOnlyList<LimitResponse>>("listLimits", "Limits that were set or are in use: how much is used and left, and when it comes back", problems: 400);
        limits.MapPost("", Set).Answers<IReadOnlyList<LimitResponse>>("setLimit", "Set limits of one object; those of other metrics and windows stay", problems: [400, 404, 500]);
        limits.MapDelete("", Remove).AnswersNothing("removeLimit", "Take limits that were set away; defaults hold again", 400, 404, 500);
        limits.MapPost("/ramp", SetRamp).Answers<IReadOnlyList<LimitResponse>>("setRamp", "Choose the ramp of an account or a domain", problems: [400, 404, 500]);
    }

    private static IResult List(LimitList limits, [Description("SCOPE:NAME, such as account:shop")] string? subject = null)
    {
        if (subject is null) return Answer(limits.All());
        return LimitObject.TryParse(subject, out var limited) ? Answer(limits.Of(limited)) : BadObject(subject);
    }

    private static IResult Set(LimitRequest request, LimitList limits, HttpContext http)
    {
        if (!LimitObject.TryParse(request.Subject, out var limited)) return BadObject(request.Subject);
        if (request.Limits.Count == 0 || !LimitRule.TryParseList(string.Join(',', request.Limits), out var rules))
            return StandfastEndpoints.Problem(400, "bad_limit", $"\"{string.Join(", ", request.Limits)}\" is no limit: write AMOUNT METRIC/WINDOW, such as 500 recipients/hour, with \"burst 100\" after it or not; metrics are messages, recipients and bytes, windows minute, hour and day");
        if (Missing(limited, http) is { } missing) return missing;
        return Change(() =>
        {
            limits.Settings.Set(limited, rules);
            http.Audited("limit.set", limited.ToString(), string.Join(", ", rules));
            return Answer(limits.Of(limited));
        });
    }

    private static IResult Remove(LimitList limits, HttpContext http, string subject, [Description("METRIC/WINDOW, such as recipients/hour; all where it is not given")] string? kind = null)
    {
        if (!LimitObject.TryParse(subject, out var limited)) return BadObject(subject);
        LimitKey key = default;
        if (kind is not null && !LimitKey.TryParse($"{limited} {kind}", out key)) return StandfastEndpoints.Problem(400, "bad_limit", $"\"{kind}\" is not METRIC/WINDOW, such as recipients/hour");
        return Change(() =>
        {
            var removed = limits.Settings.Remove(limited, kind is null ? null : key.Metric, kind is null ? null : key.Window);
            if (removed == 0) return StandfastEndpoints.Problem(404, "no_such_limit", $"no {kind ?? "limit"} was set for {limited}");
            http.Audited("limit.rm", limited.ToString(), kind);
            return Results.NoContent();
        });
    }

    private static IResult SetRamp(LimitRampRequest request, LimitList limits, HttpContext http)
    {
        if (!LimitObject.TryParse(request.Subject, out var limited) || limited.Scope is not (LimitScope.Account or LimitScope.Domain))
            return StandfastEndpoints.Problem(400, "bad_object", $"\"{request.Subject}\" has no ramp: name account:NAME or domain:NAME");
        if (request.Plan is not ("default" or RampPlans.Off) && !limits.Plans.Has(request.Plan))
            return StandfastEndpoints.Problem(400, "no_such_ramp", $"there is no ramp \"{request.Plan}\": choose default, off, {string.Join(", ", limits.Plans.Names)}");
        if (Missing(limited, http) is { } missing) return missing;
        return Change(() =>
        {
            limits.Settings.SetRamp(limited, request.Plan == "default" ? null : request.Plan);
            http.Audited("limit.ramp", limited.ToString(), request.Plan);
            return Answer(limits.Of(limited));
        });
    }

    /// <returns>Null where the object is there. A domain may get its limits before it is added, for its ramp begins with its first mail.</returns>
    private static IResult? Missing(LimitObject limited, HttpContext http) => limited.Scope switch
    {
        LimitScope.Account or LimitScope.Stream => AccountId.TryParse(limited.Name.Split('/')[0], out var account) ? KnownWays.MissingAccount(http, account) : StandfastEndpoints.Problem(400, "bad_account", $"\"{limited.Name}\" is not the name of an account or stream"),
        LimitScope.Credential when http.RequestServices.GetService<IAccountStore>() is { } store && store.FindCredential(limited.Name) is null =>
            StandfastEndpoints.Problem(404, "no_such_credential", $"there is no credential {limited.Name}; \"standfast credential ls\" lists them"),
        LimitScope.Source => KnownWays.MissingPool(http, limited.Name),
        LimitScope.Provider => KnownWays.MissingProvider(http, limited.Name),
        _ => null,
    };

    private static IResult Change(Func<IResult> change)
    {
        try
        {
            return change();
        }
        catch (IOException exception)
        {
            return StandfastEndpoints.Problem(500, "not_written", exception.Message);
        }
    }

    private static IResult BadObject(string text) =>
        StandfastEndpoints.Problem(400, "bad_object", $"\"{text}\" has no limits: write SCOPE:NAME, the scope being credential, account, stream (stream:ACCOUNT/STREAM), domain, source or provider");

    private static IResult Answer(IEnumerable<LimitResponse> rows) => Results.Json((IReadOnlyList<LimitResponse>)[.. rows], ApiJson.Default.IReadOnlyListLimitResponse);
}
