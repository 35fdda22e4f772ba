using Microsoft.AspNetCore.Routing;

namespace Standfast.Web;

/// <content>The security audit.</content>
public static partial class StandfastEndpoints
{
    static partial void MapDoctor(IEndpointRouteBuilder app, IEndpointRouteBuilder api) => DoctorEndpoints.Map(api);
}
