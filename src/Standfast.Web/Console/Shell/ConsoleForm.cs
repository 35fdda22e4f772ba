using Microsoft.AspNetCore.Http;

namespace Standfast.Web.Console.Shell;

/// <summary>Fields of a form. <see cref="ConsoleGate"/> has read and checked it before the route runs.</summary>
internal static class ConsoleForm
{
    /// <returns>Without blanks at its ends; empty where there is none.</returns>
    public static string Field(this HttpContext http, string name) => http.Request.Form[name].ToString().Trim();

    /// <returns>As it was typed, for passwords.</returns>
    public static string Secret(this HttpContext http, string name) => http.Request.Form[name].ToString();

    /// <summary>Of checkboxes of one name.</summary>
    public static IReadOnlyList<string> Fields(this HttpContext http, string name) => [.. http.Request.Form[name].OfType<string>()];
}
