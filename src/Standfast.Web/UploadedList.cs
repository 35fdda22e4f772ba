using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Standfast.Web;

/// <summary>A list of addresses in the body of a request; read as it comes, never held whole.</summary>
internal static class UploadedList
{
    /// <summary>Some ten million addresses; ours.</summary>
    private const long MaxOctets = 512L * 1024 * 1024;

    /// <summary>All of a list that has to be read more than once; null where it is longer than allowed.</summary>
    public static async Task<MemoryStream?> ReadAsync(HttpContext context, int maxOctets, CancellationToken stop)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxOctets;
        var (list, buffer) = (new MemoryStream(), new byte[64 * 1024]);
        while (await context.Request.Body.ReadAsync(buffer, stop) is > 0 and var count)
        {
            if (list.Length + count > maxOctets) return null;
            list.Write(buffer, 0, count);
        }

        return list;
    }

    public static StreamReader Open(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxOctets;
        return new StreamReader(context.Request.Body, Encoding.UTF8);
    }
}
