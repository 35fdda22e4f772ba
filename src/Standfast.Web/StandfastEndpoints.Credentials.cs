using Microsoft.AspNetCore.Routing;

namespace Standfast.Web;

/// <content>Who may send, and who changed what.</content>
public static partial class StandfastEndpoints
{
    static partial void MapCredentials(IEndpointRouteBuilder app, IEndpointRouteBuilder api)
    {
        AuditEndpoints.Map(api);
        PauseEndpoints.Map(api);
        UserEndpoints.Map(api);
        LoginEndpoints.Map(api);
    }
}
