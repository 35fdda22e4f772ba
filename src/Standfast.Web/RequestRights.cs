using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Standfast.Accounts.Users;

namespace Standfast.Web;

/// <summary>
/// Who may ask what: the admin token everything, a user what the role allows. A viewer may ask what changes nothing, an operator also what
/// a route allows to operators, and an owner everything.
/// </summary>
internal static class RequestRights
{
    private static readonly object s_user = new();

    /// <summary>The route acts on mail, and so is the work of operators.</summary>
    public static TBuilder ForOperators<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new OperatorsRoute());

    /// <summary>The route is how one gets a token.</summary>
    public static TBuilder ForEverybody<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new OpenRoute());

    /// <returns>Null when the request may go on.</returns>
    public static IResult? WhyNot(HttpContext http)
    {
        if (IsOpen(http) || http.RequestServices.GetRequiredService<AdminToken>().Allows(http.Request)) return null;
        if (TokenOf(http) is not { } token || http.RequestServices.GetRequiredService<UserSessions>().Find(token) is not { } user)
            return StandfastEndpoints.Problem(401, "unauthorized", "Send the admin token as \"Authorization: Bearer TOKEN\"; it is in DATA/admin.token. Or log in at POST /v1/login and send the token of its answer");
        Identify(http, user);
        var needed = RoleFor(http);
        return user.Role >= needed ? null : StandfastEndpoints.Problem(403, "forbidden", $"user {user.Name} is {Name(user.Role)}; this is for {Name(needed)}s");
    }

    /// <summary>Whether the route needs no login.</summary>
    public static bool IsOpen(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<OpenRoute>() is not null;

    /// <summary>The least role that may send this request.</summary>
    public static UserRole RoleFor(HttpContext http)
    {
        var route = http.GetEndpoint()?.Metadata;
        var changes = !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method) && route?.GetMetadata<AuditFilter.NotAChange>() is null;
        return !changes ? UserRole.Viewer : route?.GetMetadata<OperatorsRoute>() is not null ? UserRole.Operator : UserRole.Owner;
    }

    /// <summary>Whose request this is.</summary>
    public static void Identify(HttpContext http, ConsoleUser user) => http.Items[s_user] = user;

    /// <summary>For the audit log.</summary>
    public static string ActorOf(HttpContext http)
    {
        var who = http.Items[s_user] is ConsoleUser user ? user.Name : "admin";
        return http.Connection.RemoteIpAddress is { } address ? $"{who} from {address}" : who;
    }

    /// <summary>Null where none was sent.</summary>
    public static string? TokenOf(HttpContext http) =>
        AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization.ToString(), out var header) && header.Scheme == "Bearer" ? header.Parameter : null;

    private static string Name(UserRole role) => role.ToString().ToLowerInvariant();

    private sealed class OperatorsRoute;

    private sealed class OpenRoute;
}
