using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Standfast.Web.Console.Held;
using Standfast.Web.Console.Home;
using Standfast.Web.Console.Incidents;
using Standfast.Web.Console.Login;
using Standfast.Web.Console.Messages;
using Standfast.Web.Console.Setup;
using Standfast.Web.Console.Shell;

namespace Standfast.Web.Console;

/// <summary>The web console: its rooms, behind one gate (docs/console.md).</summary>
public static class ConsoleRooms
{
    /// <summary>In the order of the navigation.</summary>
    private static readonly (ConsoleRoom Room, Action<IEndpointRouteBuilder> Map)[] s_rooms =
    [
        (HomeRoom.Room, HomeRoom.Map),
        (IncidentsRoom.Room, IncidentsRoom.Map),
        (HeldRoom.Room, HeldRoom.Map),
        (MessagesRoom.Room, MessagesRoom.Map),
    ];

    /// <summary>After <see cref="StandfastEndpoints.MapStandfast"/>.</summary>
    public static void MapConsole(this WebApplication app)
    {
        app.Use(ConsoleGate.RunAsync);
        app.MapGet("/", () => ConsolePage.GoTo(ConsoleRoom.Root)).ExcludeFromDescription();
        var console = app.MapGroup(ConsoleRoom.Root).ExcludeFromDescription().DisableAntiforgery().WithMetadata(new ConsoleNavigation([.. s_rooms.Select(one => one.Room)]));
        console.AddEndpointFilter(ConsolePage.ShowProblemsAsync).AddEndpointFilter(AuditFilter.RunAsync);
        ConsoleAssets.Map(console);
        LoginRoom.Map(console);
        SetupRoom.Map(console, new SetupDesk(app.Services.GetRequiredService<TimeProvider>()));
        foreach (var (_, map) in s_rooms) map(console);
    }
}
