using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Policy.Tracking;

namespace Standfast.Web;

/// <summary>Tracked links and images. Open to everybody: a token that we made leads where the message led, and any other nowhere. No cookies.</summary>
internal static class TrackingEndpoints
{
    /// <summary>A transparent picture of one dot.</summary>
    private static readonly byte[] s_dot = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapMethods("/l/{token}", ["GET", "HEAD"], Follow).ExcludeFromDescription();
        app.MapMethods("/o/{token}", ["GET", "HEAD"], Show).ExcludeFromDescription();
    }

    private static IResult Follow(HttpContext context, string token, TrackingEvents tracking)
    {
        if (tracking.Read(token) is not { Url.Length: > 0 } link) return Results.Text("This link is not one of ours, or was changed on its way.\n", statusCode: StatusCodes.Status404NotFound);
        Observe(context, link, tracking);
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Results.Redirect(link.Url);
    }

    private static IResult Show(HttpContext context, string token, TrackingEvents tracking)
    {
        if (tracking.Read(token) is not { Url.Length: 0 } link) return Results.NotFound();
        Observe(context, link, tracking);
        return Results.Bytes(s_dot, "image/gif");
    }

    private static void Observe(HttpContext context, TrackedLink link, TrackingEvents tracking)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Robots-Tag"] = "noindex";
        tracking.Observe(link, context.Request.Headers.UserAgent, HttpMethods.IsHead(context.Request.Method));
    }
}
