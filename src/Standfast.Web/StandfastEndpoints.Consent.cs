using Microsoft.AspNetCore.Routing;

namespace Standfast.Web;

/// <content>Suppressions, unsubscribing and consent.</content>
public static partial class StandfastEndpoints
{
    static partial void MapConsent(IEndpointRouteBuilder app, IEndpointRouteBuilder api)
    {
        SuppressionEndpoints.Map(api);
        ConsentEndpoints.Map(api);
        ListEndpoints.Map(api);
        UnsubscribeEndpoints.Map(app);
        ConfirmationEndpoints.Map(app);
    }
}
