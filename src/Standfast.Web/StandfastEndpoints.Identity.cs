using Microsoft.AspNetCore.Routing;

namespace Standfast.Web;

/// <content>What lists and the DNS say of our addresses and domains.</content>
public static partial class StandfastEndpoints
{
    static partial void MapIdentity(IEndpointRouteBuilder app, IEndpointRouteBuilder api) => ListingEndpoints.Map(api);
}
