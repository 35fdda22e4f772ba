using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Standfast.Mail;
using Standfast.Policy.Unsubscribe;

namespace Standfast.Web;

/// <summary>
/// Unsubscribe links (RFC 8058). Open to everybody: the token is the right. Only a POST changes something, without cookie, login or redirect, and its answer
/// says that it is durable. What merely looks at links (scanners, previews) does GET and gets a page.
/// </summary>
internal static class UnsubscribeEndpoints
{
    // A form of two fields; the one-click body is 27 octets.
    private const int MaxBodyOctets = 8 * 1024;

    private const string OneClick = "List-Unsubscribe=One-Click";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapMethods("/u/{token}", ["GET", "HEAD"], Show).ExcludeFromDescription();
        app.MapMethods("/u/{token}", ["OPTIONS"], Options).ExcludeFromDescription();
        app.MapPost("/u/{token}", TakeAsync).ExcludeFromDescription();
    }

    private static IResult Show(HttpContext context, string token, Unsubscriptions unsubscriptions) =>
        unsubscriptions.Read(token) is { } claim ? UnsubscribePages.Ask(context, claim.Account.Value, claim.Stream.Value, claim.Address?.Value) : UnsubscribePages.NotOurs(context);

    private static IResult Options(HttpContext context)
    {
        context.Response.Headers.Allow = "GET, HEAD, OPTIONS, POST";
        return Results.NoContent();
    }

    private static async Task<IResult> TakeAsync(HttpContext context, string token, Unsubscriptions unsubscriptions, CancellationToken stop)
    {
        // The token first: who has none is not listened to.
        if (unsubscriptions.Read(token) is not { } claim) return UnsubscribePages.NotOurs(context);
        if (await ReadAsync(context, stop) is not var (scope, address)) return UnsubscribePages.Unclear(context);
        try
        {
            if (claim.Address is null)
            {
                if (!EmailAddress.TryParse(address, out var recipient) || await unsubscriptions.NameAsync(claim, recipient, stop) is not { } named) return UnsubscribePages.NotARecipient(context);
                claim = named;
            }

            await unsubscriptions.HonourAsync(claim, everything: scope == "account", $"{(scope == "one-click" ? "one-click request" : "unsubscribe page")} from {context.Connection.RemoteIpAddress}");
        }
        catch (IOException)
        {
            return UnsubscribePages.TryAgain(context);
        }

        return UnsubscribePages.Done(context, scope == "account" ? "any kind" : $"the kind \u201c{claim.Stream}\u201d", claim.Account.Value);
    }

    /// <summary>What was pressed (one-click, stream or account), and the address that was written; null where the body says neither.</summary>
    private static async Task<(string Scope, string Address)?> ReadAsync(HttpContext context, CancellationToken stop)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxBodyOctets;
        if (!context.Request.HasFormContentType)
        {
            // Some senders of the request name no type; its body is fixed (RFC 8058 §3.2).
            using var reader = new StreamReader(context.Request.Body, Encoding.ASCII);
            return (await reader.ReadToEndAsync(stop)).Trim() == OneClick ? ("one-click", "") : null;
        }

        try
        {
            var form = await context.Request.ReadFormAsync(stop);
            if (form["List-Unsubscribe"] == "One-Click") return ("one-click", "");
            var scope = form["scope"].ToString();
            return scope is "stream" or "account" ? (scope, form["address"].ToString().Trim()) : null;
        }
        catch (InvalidDataException)
        {
            return null; // No form, whatever it calls itself.
        }
    }
}
