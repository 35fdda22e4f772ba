using Microsoft.AspNetCore.Routing;

namespace Standfast.Web;

/// <content>Senders that are unlike themselves.</content>
public static partial class StandfastEndpoints
{
    static partial void MapCompromise(IEndpointRouteBuilder app, IEndpointRouteBuilder api) => SenderEndpoints.Map(api);
}
