using Microsoft.AspNetCore.Routing;

namespace Standfast.Web;

public static partial class StandfastEndpoints
{
    static partial void MapSpam(IEndpointRouteBuilder app, IEndpointRouteBuilder api) => SpamEndpoints.Map(api);
}
