using Microsoft.AspNetCore.Http;

namespace Standfast.Web.Console.Shell;

/// <summary>What browsers are told of every answer of the console: no scripts, nothing from elsewhere, nothing kept, framed or told to others.</summary>
internal static class ConsoleHeaders
{
    private const string Policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public static void Set(HttpContext http)
    {
        var headers = http.Response.Headers;
        (headers.ContentSecurityPolicy, headers.XContentTypeOptions, headers.CacheControl) = (Policy, "nosniff", "no-store");
        (headers["Referrer-Policy"], headers["Cross-Origin-Opener-Policy"], headers["Cross-Origin-Resource-Policy"], headers["X-Robots-Tag"]) = ("no-referrer", "same-origin", "same-origin", "noindex");
    }

    /// <summary>For a page with a preview in a frame; the frame is an address of the console, answered with <see cref="ForPreview"/>.</summary>
    public static void ForPageWithPreview(HttpContext http) => http.Response.Headers.ContentSecurityPolicy = $"{Policy}; frame-src 'self'";

    /// <summary>For a document of others inside a sandboxed frame of the console: it runs nothing, loads nothing and leads nowhere.</summary>
    public static void ForPreview(HttpContext http) =>
        http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'; base-uri 'none'";
}
