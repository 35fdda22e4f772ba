using Microsoft.AspNetCore.Http;

namespace Standfast.Web.Console.Shell;

/// <summary>Whether a request that changes something was sent by a page of this console, by what browsers say of it and pages cannot forge.</summary>
internal static class SiteCheck
{
    /// <summary>
    /// Fetch metadata where there is any (all browsers since 2023, over HTTPS and on loopback), else the origin; a request with neither is
    /// no browser's form.
    /// </summary>
    public static bool IsOurs(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site) return site == "same-origin";
        return Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin)
            && string.Equals(HostString.FromUriComponent(origin).Value, WithoutDefaultPort(request.Host.Value ?? ""), StringComparison.OrdinalIgnoreCase);
    }

    private static string WithoutDefaultPort(string host) => host.EndsWith(":80", StringComparison.Ordinal) ? host[..^3] : host.EndsWith(":443", StringComparison.Ordinal) ? host[..^4] : host;
}
