using Microsoft.AspNetCore.Routing;

namespace Standfast.Web;

/// <content>Opens and clicks.</content>
public static partial class StandfastEndpoints
{
    static partial void MapTracking(IEndpointRouteBuilder app, IEndpointRouteBuilder api)
    {
        TrackingEndpoints.Map(app);
        EngagementEndpoints.Map(api);
    }
}
