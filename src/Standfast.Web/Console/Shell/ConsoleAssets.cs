using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Standfast.Web.Console.Shell;

/// <summary>The stylesheet and the icon, from the assembly. Their address has a hash of their content, so browsers may keep them.</summary>
internal static class ConsoleAssets
{
    private static readonly Dictionary<string, (byte[] Content, string Type, string Hash)> s_files = new(StringComparer.Ordinal)
    {
        ["console.css"] = Read("console.css", "text/css; charset=utf-8"),
        ["icon.svg"] = Read("icon.svg", "image/svg+xml"),
    };

    public static string UrlOf(string file) => $"/console/assets/{file}?v={s_files[file].Hash}";

    public static void Map(IEndpointRouteBuilder console) => console.MapGet("/assets/{file}", Send).ForEverybody();

    private static IResult Send(string file, HttpContext http)
    {
        if (!s_files.TryGetValue(file, out var found)) return Results.NotFound();
        http.Response.Headers.CacheControl = http.Request.Query["v"] == found.Hash ? "public, max-age=31536000, immutable" : "no-store";
        return Results.Bytes(found.Content, found.Type);
    }

    private static (byte[] Content, string Type, string Hash) Read(string name, string type)
    {
        using var stream = typeof(ConsoleAssets).Assembly.GetManifestResourceStream($"console/{name}")!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return (content, type, Convert.ToHexStringLower(SHA256.HashData(content))[..16]);
    }
}
