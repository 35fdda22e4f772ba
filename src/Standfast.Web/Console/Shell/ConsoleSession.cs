using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Standfast.Accounts.Users;

namespace Standfast.Web.Console.Shell;

/// <summary>
/// A login of a browser: the token of <see cref="UserSessions"/> in a cookie that no script reads and no other site sends. What forms carry
/// and what notices are sealed with is made of that token, so nothing else is stored.
/// </summary>
internal sealed class ConsoleSession
{
    public const string FormField = "form_token";

    /// <summary>Browsers take the second only from a secure origin, for this host and for all paths (RFC 6265bis §4.1.3.2).</summary>
    private const string PlainCookie = "standfast_session", HostCookie = "__Host-standfast_session";

    private static readonly object s_item = new();

    private readonly string _token;

    private ConsoleSession(string token, ConsoleUser user) => (_token, User) = (token, user);

    public ConsoleUser User { get; }

    public string FormToken => Seal("form");

    /// <returns>Null where the browser has none that is in force.</returns>
    public static ConsoleSession? Find(HttpContext http)
    {
        if (http.Items.TryGetValue(s_item, out var known)) return (ConsoleSession?)known;
        ConsoleSession? session = null;
        if (http.Request.Cookies[NameFor(http.Request)] is { Length: > 0 } token && http.RequestServices.GetRequiredService<UserSessions>().Find(token) is { } user)
        {
            session = new ConsoleSession(token, user);
            RequestRights.Identify(http, user);
        }

        http.Items[s_item] = session;
        return session;
    }

    /// <summary>For routes that ask for a login, which <see cref="ConsoleGate"/> sees to.</summary>
    public static ConsoleSession Of(HttpContext http) => Find(http) ?? throw new InvalidOperationException("the route is open to everybody");

    /// <returns>False when the user is gone meanwhile.</returns>
    public static bool Open(HttpContext http, ConsoleUser user)
    {
        if (http.RequestServices.GetRequiredService<UserSessions>().Open(user) is not var (token, _)) return false;
        Close(http);
        http.Response.Cookies.Append(NameFor(http.Request), token, CookieFor(http.Request));
        RequestRights.Identify(http, user);
        http.Items[s_item] = new ConsoleSession(token, user);
        return true;
    }

    public static void Close(HttpContext http)
    {
        if (http.Request.Cookies[NameFor(http.Request)] is not { Length: > 0 } token) return;
        http.RequestServices.GetRequiredService<UserSessions>().Close(token);
        http.Response.Cookies.Delete(NameFor(http.Request), CookieFor(http.Request));
        http.Items[s_item] = null;
    }

    /// <summary>Compares in constant time.</summary>
    public bool Accepts(string? formToken) => IsSealed("form", formToken ?? "");

    /// <summary>A word that only this session's server side can make.</summary>
    public string Seal(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(_token), Encoding.UTF8.GetBytes("standfast-console " + text)));

    public bool IsSealed(string text, string seal) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Seal(text)), Encoding.UTF8.GetBytes(seal));

    /// <summary>A proxy in front that ends TLS says so. Who lies about it harms only the own cookie.</summary>
    public static bool IsSecure(HttpRequest request) => request.IsHttps || string.Equals(request.Headers["X-Forwarded-Proto"], "https", StringComparison.OrdinalIgnoreCase);

    /// <summary>Of a cookie that ends with the browser; the session itself ends earlier.</summary>
    public static CookieOptions CookieFor(HttpRequest request) => new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = IsSecure(request), Path = "/", IsEssential = true };

    private static string NameFor(HttpRequest request) => IsSecure(request) ? HostCookie : PlainCookie;
}
