using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Api;
using Standfast.Policy.Scanners;

namespace Standfast.Web;

public static partial class StandfastEndpoints
{
    static partial void MapScanners(IEndpointRouteBuilder app, IEndpointRouteBuilder api)
    {
        api.MapGet("/scanners", ListScanners).Answers<IReadOnlyList<ScannerResponse>>("listScanners", "Scanners that messages are shown to, and whether they answer").WithTags("Scanners");
        InboundEndpoints.Map(api);
    }

    private static IResult ListScanners(ScannerList scanners) => Results.Json(
        (IReadOnlyList<ScannerResponse>)[.. scanners.All.Select(scanner => scanner.State).Select(state => new ScannerResponse(state.Name, state.Address, state.IsUp ? "up" : "down", state.Scanned, state.Failed, state.LastFailure, state.LastFailureAt))],
        ApiJson.Default.IReadOnlyListScannerResponse);
}
