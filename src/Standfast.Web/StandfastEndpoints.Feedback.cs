using Microsoft.AspNetCore.Routing;

namespace Standfast.Web;

/// <content>What others report.</content>
public static partial class StandfastEndpoints
{
    static partial void MapFeedback(IEndpointRouteBuilder app, IEndpointRouteBuilder api) => ReportEndpoints.Map(api);
}
