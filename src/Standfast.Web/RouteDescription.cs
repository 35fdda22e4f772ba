using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Standfast.Api;

namespace Standfast.Web;

/// <summary>What the OpenAPI description says of a route. Every route says it where it is mapped.</summary>
internal static class RouteDescription
{
    private const string Problems = "application/problem+json";

    /// <param name="id">Name of the operation; generated clients call their method so.</param>
    /// <param name="status">Where it went well.</param>
    /// <param name="problems">Statuses of the refusals that are the route's own.</param>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route, string id, string summary, int status = StatusCodes.Status200OK, params int[] problems)
    {
        route.WithName(id).WithSummary(summary).Produces<T>(status);
        return route.Refuses(problems);
    }

    public static RouteHandlerBuilder AnswersNothing(this RouteHandlerBuilder route, string id, string summary, params int[] problems)
    {
        route.WithName(id).WithSummary(summary).Produces(StatusCodes.Status204NoContent);
        return route.Refuses(problems);
    }

    public static RouteHandlerBuilder AnswersText(this RouteHandlerBuilder route, string id, string summary, params int[] statuses)
    {
        route.WithName(id).WithSummary(summary).WithTags("Health");
        foreach (var status in (int[])[StatusCodes.Status200OK, .. statuses]) route.Produces<string>(status, "text/plain");
        return route;
    }

    private static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, int[] problems)
    {
        foreach (var problem in (int[])[.. problems, StatusCodes.Status401Unauthorized]) route.Produces<ProblemResponse>(problem, Problems);
        return route;
    }
}
