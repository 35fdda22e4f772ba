using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Accounts.Users;
using Standfast.Api;

namespace Standfast.Web;

/// <summary>How people get a token.</summary>
internal static class LoginEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/login", LogInAsync).Answers<LoginResponse>("logIn", "Get a token for a user of the console, by password and code", problems: [403, 429, 500]).ForEverybody().WithTags("Users");
        api.MapPost("/logout", LogOut).AnswersNothing("logOut", "End the token that the request is sent with").ChangesNothing().WithTags("Users");
    }

    private static async Task<IResult> LogInAsync(LoginRequest request, UserLogins logins, UserSessions sessions, HttpContext http, CancellationToken stop)
    {
        LoginResult result;
        try
        {
            result = await logins.VerifyAsync(request.Name, request.Password, request.Code, http.Connection.RemoteIpAddress, stop);
        }
        catch (IOException exception)
        {
            return StandfastEndpoints.Problem(500, "not_stored", exception.Message);
        }

        switch (result)
        {
            case LoginResult.Accepted(var user):
                if (sessions.Open(user) is not var (token, endsAt)) return Wrong();
                RequestRights.Identify(http, user);
                http.Audited("user.login", user.Name);
                return Results.Json(new LoginResponse(token, endsAt, user.Name, user.Role.ToString().ToLowerInvariant()), ApiJson.Default.LoginResponse);
            case LoginResult.CodeNeeded:
                return StandfastEndpoints.Problem(403, "code_needed", "the password is right; send the code of the authenticator app as well");
            case LoginResult.TooMany(var wait):
                http.Response.Headers.RetryAfter = wait.TotalSeconds.ToString("0", null);
                return StandfastEndpoints.Problem(429, "too_many_logins", $"too many wrong logins for this user or from this network; nothing is looked at for {wait.TotalSeconds:0} s");
            case LoginResult.Wrong:
                return Wrong();
            default:
                throw new UnreachableException();
        }
    }

    private static IResult LogOut(HttpContext http, UserSessions sessions)
    {
        if (RequestRights.TokenOf(http) is { } token) sessions.Close(token);
        return Results.NoContent();
    }

    private static IResult Wrong() => StandfastEndpoints.Problem(401, "wrong_login", "name, password or code is wrong; a code is good once");
}
