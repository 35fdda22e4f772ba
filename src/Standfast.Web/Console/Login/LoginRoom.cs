using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Accounts.Users;
using Standfast.Web.Console.Shell;

namespace Standfast.Web.Console.Login;

/// <summary>In and out.</summary>
internal static class LoginRoom
{
    public static void Map(IEndpointRouteBuilder console)
    {
        console.MapGet("/login", Ask).ForEverybody();
        console.MapPost("/login", LogInAsync).ForEverybody();
        console.MapPost("/logout", LogOut).ChangesNothing();
    }

    private static IResult Ask(HttpContext http, IUserStore store, string? to = null) =>
        ConsoleSession.Find(http) is not null ? ConsolePage.GoTo(ReturnPath.Read(to)) : store.Users.Count == 0 ? ConsolePage.GoTo("/console/setup") : Show(http, new LoginView("", ReturnPath.Read(to)));

    private static async Task<IResult> LogInAsync(HttpContext http, UserLogins logins, CancellationToken stop)
    {
        var view = new LoginView(http.Field("name"), ReturnPath.Read(http.Field("to")));
        var code = http.Field("code").Replace(" ", "", StringComparison.Ordinal);
        LoginResult result;
        try
        {
            result = await logins.VerifyAsync(view.Name, http.Secret("password"), code.Length > 0 ? code : null, http.Connection.RemoteIpAddress, stop);
        }
        catch (IOException)
        {
            return Show(http, view with { Error = "What was used could not be stored. See to the disk of the server, then try again." }, StatusCodes.Status500InternalServerError);
        }

        switch (result)
        {
            case LoginResult.Accepted(var user):
                if (!ConsoleSession.Open(http, user)) return Wrong(http, view);
                http.Audited("user.login", user.Name);
                return ConsolePage.GoTo(view.To);
            case LoginResult.CodeNeeded:
                return Show(http, view with { CodeError = "The password is right. Type it again, with the code that your authenticator app shows now." }, StatusCodes.Status403Forbidden);
            case LoginResult.TooMany(var wait):
                http.Response.Headers.RetryAfter = wait.TotalSeconds.ToString("0", null);
                return Show(http, view with { Error = $"Too many wrong logins for this user or from this network. Nothing is looked at for {wait.TotalSeconds:0} s." }, StatusCodes.Status429TooManyRequests);
            case LoginResult.Wrong:
                return Wrong(http, view);
            default:
                throw new UnreachableException();
        }
    }

    private static IResult LogOut(HttpContext http)
    {
        ConsoleSession.Close(http);
        return ConsolePage.GoTo("/console/login");
    }

    private static IResult Wrong(HttpContext http, LoginView view) => Show(http, view with { Error = "Name, password or code is wrong. A code is good once." }, StatusCodes.Status401Unauthorized);

    private static IResult Show(HttpContext http, LoginView view, int status = StatusCodes.Status200OK) => ConsolePage.Show<LoginPage, LoginView>(http, "Log in", view, status);
}
