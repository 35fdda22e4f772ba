using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Policy.Consent;

namespace Standfast.Web;

/// <summary>Confirmation links of double opt-in. Open to everybody: the token is the right. Only the button's POST consents; what merely looks at links gets the page.</summary>
internal static class ConfirmationEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapMethods("/c/{token}", ["GET", "HEAD"], Show).ExcludeFromDescription();
        app.MapPost("/c/{token}", Take).ExcludeFromDescription();
    }

    private static IResult Show(HttpContext context, string token, ConsentRequests requests) => requests.Read(token) is { } claim
        ? UnsubscribePages.AskConsent(context, claim.Account.Value, claim.Stream.Value, claim.Address.Value)
        : UnsubscribePages.NotOurs(context);

    private static IResult Take(HttpContext context, string token, ConsentRequests requests)
    {
        if (requests.Read(token) is not { } claim) return UnsubscribePages.NotOurs(context);
        try
        {
            requests.Confirm(claim, context.Connection.RemoteIpAddress?.ToString());
            return UnsubscribePages.Confirmed(context, claim.Account.Value, claim.Stream.Value);
        }
        catch (IOException)
        {
            return UnsubscribePages.TryAgain(context);
        }
    }
}
