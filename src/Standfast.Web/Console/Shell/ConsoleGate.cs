using Microsoft.AspNetCore.Http;
using Standfast.Accounts.Users;

namespace Standfast.Web.Console.Shell;

/// <summary>
/// What every request of the console passes before its route: the headers; of a change, that a page of ours sent it; the login; the role, by
/// the same rule as the API's; and the session's token in the form.
/// </summary>
internal static class ConsoleGate
{
    public static async Task RunAsync(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.StartsWithSegments(ConsoleRoom.Root))
        {
            await next(http);
            return;
        }

        ConsoleHeaders.Set(http);
        if (await WhyNotAsync(http) is { } answer)
        {
            await answer.ExecuteAsync(http);
            return;
        }

        try
        {
            await next(http);
        }
        catch (BadHttpRequestException exception) when (!http.Response.HasStarted)
        {
            http.Response.StatusCode = exception.StatusCode;
        }

        if (http.Response is { HasStarted: false, ContentType: null, StatusCode: >= 400 and < 500 }) await Explain(http).ExecuteAsync(http);
    }

    /// <returns>Null when the request may go on.</returns>
    private static async Task<IResult?> WhyNotAsync(HttpContext http)
    {
        var changes = !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method);
        if (changes && !SiteCheck.IsOurs(http.Request)) return ConsolePage.Refuse(http, StatusCodes.Status403Forbidden, "This did not come from the console", "The request was sent by another site, and nothing was changed. Open the page here and try again.");
        var session = ConsoleSession.Find(http);
        var isOpen = RequestRights.IsOpen(http);
        if (!isOpen)
        {
            if (session is null) return ConsolePage.GoTo(changes ? "/console/login" : $"/console/login?to={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}");
            if (RequestRights.RoleFor(http) is var needed && session.User.Role < needed)
                return ConsolePage.Refuse(http, StatusCodes.Status403Forbidden, "Your role does not allow this", $"You are {Name(session.User.Role)}; this is for {Name(needed)}s. Nothing was changed.");
        }

        if (!changes) return null;
        if (!http.Request.HasFormContentType) return ConsolePage.Refuse(http, StatusCodes.Status415UnsupportedMediaType, "This is not a form", "The console takes forms; programs use the HTTP API.");
        var form = await ReadAsync(http);
        if (form is null) return ConsolePage.Refuse(http, StatusCodes.Status400BadRequest, "The form could not be read", "It was too large or broken, and nothing was changed. Go back and try again.");
        return isOpen || session!.Accepts(form[ConsoleSession.FormField]) ? null
            : ConsolePage.Refuse(http, StatusCodes.Status403Forbidden, "The form is out of date", "It was made for another login, and nothing was changed. Open the page again and repeat what you did.");
    }

    private static async Task<IFormCollection?> ReadAsync(HttpContext http)
    {
        try
        {
            return await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception exception) when (exception is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    private static IResult Explain(HttpContext http) => http.Response.StatusCode switch
    {
        404 or 405 => ConsolePage.Refuse(http, http.Response.StatusCode, "There is no such page", "Perhaps the address was cut short, or what it showed is gone."),
        var status => ConsolePage.Refuse(http, status, "This cannot be read", "A value in the address or in the form is missing or not of its kind. Nothing was changed."),
    };

    private static string Name(UserRole role) => role.ToString().ToLowerInvariant();
}
