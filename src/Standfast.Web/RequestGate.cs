using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Standfast.Web;

/// <summary>
/// What every request passes: the token is asked for before anything of the body is read, and a request that cannot be read is
/// answered as a problem that says where it went wrong.
/// </summary>
internal static class RequestGate
{
    public static async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        var isApi = context.Request.Path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase);
        if (isApi && RequestRights.WhyNot(context) is { } refusal)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        JsonException? cause = null;
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = exception.StatusCode;
            cause = exception.InnerException as JsonException;
        }

        if (isApi && context.Response is { HasStarted: false, ContentType: null, StatusCode: >= 400 and < 500 }) await Explain(context, cause).ExecuteAsync(context);
    }

    private static IResult Explain(HttpContext context, JsonException? cause) => context.Response.StatusCode switch
    {
        404 or 405 => StandfastEndpoints.Problem(context.Response.StatusCode, "no_such_route", $"there is no {context.Request.Method} {context.Request.Path}; /openapi/v1.json lists what there is"),
        413 => StandfastEndpoints.Problem(413, "too_large", "the body of the request is too large"),
        415 => StandfastEndpoints.Problem(415, "not_json", "send the body as JSON, with \"Content-Type: application/json\""),
        _ when cause is not null => StandfastEndpoints.Problem(
            400, "bad_body", $"the body is not what this route takes{(cause.Path is null or "$" ? "" : $", at {cause.Path}")}; /openapi/v1.json describes it"),
        var status => StandfastEndpoints.Problem(status, "bad_request", "a value in the path, the query or the body is missing or not of its type; /openapi/v1.json describes them"),
    };
}
