using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Queue;
using Standfast.Recovery;
using Standfast.Web.Console.Shell;

namespace Standfast.Web.Console.Home;

/// <summary>"Are we safe?"</summary>
internal static class HomeRoom
{
    public static ConsoleRoom Room { get; } = new(ConsoleRoom.Root, "Home");

    public static void Map(IEndpointRouteBuilder console) => console.MapGet("", Show);

    private static IResult Show(HttpContext http, IncidentBook incidents, IQueueControl queue) =>
        ConsolePage.Show<HomePage, HomeView>(http, "Home", new HomeView(incidents.All.Count(incident => !incident.IsOver), queue.Counts.Held));
}
