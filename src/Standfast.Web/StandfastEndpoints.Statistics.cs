using Microsoft.AspNetCore.Routing;

namespace Standfast.Web;

/// <content>What happened to mail, in numbers.</content>
public static partial class StandfastEndpoints
{
    static partial void MapStatistics(IEndpointRouteBuilder app, IEndpointRouteBuilder api) => StatisticsEndpoints.Map(api);
}
