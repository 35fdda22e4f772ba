using Microsoft.AspNetCore.Routing;

namespace Standfast.Web;

public static partial class StandfastEndpoints
{
    static partial void MapClassification(IEndpointRouteBuilder app, IEndpointRouteBuilder api) => ReplyEndpoints.Map(api);
}
