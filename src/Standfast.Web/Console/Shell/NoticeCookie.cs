using System.Text;
using Microsoft.AspNetCore.Http;

namespace Standfast.Web.Console.Shell;

/// <summary>Carries a notice over a redirect, sealed by the session: nobody else puts words on a page.</summary>
internal static class NoticeCookie
{
    /// <summary>Octets; a cookie must fit 4,096 in Base64 with its seal.</summary>
    private const int MaxOctets = 2_000;

    private const string PlainName = "standfast_notice", HostName = "__Host-standfast_notice";

    public static void Write(HttpContext http, ConsoleNotice notice)
    {
        if (ConsoleSession.Find(http) is not { } session) return;
        var octets = Encoding.UTF8.GetBytes((notice.IsWarning ? "!" : "+") + notice.Text);
        var text = Convert.ToBase64String(octets[..Math.Min(octets.Length, MaxOctets)]);
        var options = ConsoleSession.CookieFor(http.Request);
        options.MaxAge = TimeSpan.FromMinutes(1);
        http.Response.Cookies.Append(NameFor(http), $"{text}.{session.Seal($"notice {text}")}", options);
    }

    /// <summary>Shown once.</summary>
    public static ConsoleNotice? Take(HttpContext http)
    {
        if (http.Request.Cookies[NameFor(http)] is not { Length: > 0 } cookie) return null;
        http.Response.Cookies.Delete(NameFor(http), ConsoleSession.CookieFor(http.Request));
        if (cookie.Split('.') is not [var text, var seal] || ConsoleSession.Find(http) is not { } session || !session.IsSealed($"notice {text}", seal)) return null;
        var notice = Encoding.UTF8.GetString(Convert.FromBase64String(text));
        return new ConsoleNotice(notice[1..], notice[0] == '!');
    }

    private static string NameFor(HttpContext http) => ConsoleSession.IsSecure(http.Request) ? HostName : PlainName;
}
