using Microsoft.AspNetCore.Routing;

namespace Standfast.Web;

/// <content>Who may send what to whom.</content>
public static partial class StandfastEndpoints
{
    static partial void MapStates(IEndpointRouteBuilder app, IEndpointRouteBuilder api)
    {
        StateEndpoints.Map(api);
        IncidentEndpoints.Map(api);
        ReinstatementEndpoints.Map(api);
    }
}
