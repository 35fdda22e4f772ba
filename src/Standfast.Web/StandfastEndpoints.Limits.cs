using Microsoft.AspNetCore.Routing;

namespace Standfast.Web;

public static partial class StandfastEndpoints
{
    static partial void MapLimits(IEndpointRouteBuilder app, IEndpointRouteBuilder api)
    {
        LimitEndpoints.Map(api);
        PlanEndpoints.Map(api);
    }
}
