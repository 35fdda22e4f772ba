using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Standfast.Web;

/// <summary>A list of addresses in the body of a request; read as it comes, never held whole.</summary>
internal static class UploadedList
{
    /// <summary>Some ten million addresses; ours.</summary>
    private const long MaxOctets = 512L * 1024 * 1024;

    public static StreamReader Open(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxOctets;
        return new StreamReader(context.Request.Body, Encoding.UTF8);
    }
}
