using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Standfast.Events;
using Standfast.Policy.Compromise;
using Standfast.Policy.Credentials;
using Standfast.Queue;
using Standfast.Web.Console.Shell;

namespace Standfast.Web.Console.Held;

/// <summary>Held mail: whose, why, and what becomes of it.</summary>
internal static class HeldRoom
{
    public static ConsoleRoom Room { get; } = new("/console/held", "Held mail");

    public static void Map(IEndpointRouteBuilder console)
    {
        var held = console.MapGroup("/held").ForOperators();
        held.MapGet("", async (HttpContext http, CancellationToken stop) => ConsolePage.Show<HeldPage, HeldRoomView>(http, Room.Title, await ReaderOf(http.RequestServices).ReadAsync(stop)));
        held.MapGet("/act", AskAsync);
        held.MapPost("/act", DoAsync);
    }

    /// <summary>Where a button leads: the count comes first.</summary>
    public static string PathTo(string action, string kind, string id) => $"{Room.Path}/act?action={action}&kind={kind}&id={Uri.EscapeDataString(id)}";

    private static async Task<IResult> AskAsync(HttpContext http, string action, string kind, string id, CancellationToken stop) =>
        await DeskOf(http.RequestServices).ViewAsync(action, new HeldTarget(kind, id), stop) is { } view ? Show(http, view) : Gone(http);

    private static async Task<IResult> DoAsync(HttpContext http, CancellationToken stop)
    {
        var desk = DeskOf(http.RequestServices);
        if (await desk.ViewAsync(http.Field("action"), new HeldTarget(http.Field("kind"), http.Field("id")), stop) is not { } view) return Gone(http);
        var (done, error) = await desk.DoAsync(view, http.Field("reason"), http, stop);
        return done is not null ? ConsolePage.Done(http, Room.Path, done) : Show(http, view with { Reason = http.Field("reason"), Error = error! }, StatusCodes.Status400BadRequest);
    }

    private static IResult Show(HttpContext http, HeldActionView view, int status = StatusCodes.Status200OK) => ConsolePage.Show<HeldActionPage, HeldActionView>(http, $"{view.Verb} {view.Name}", view, status);

    private static IResult Gone(HttpContext http) => ConsolePage.Refuse(http, StatusCodes.Status404NotFound, "Nothing of it is held", "It was released, delivered or deleted meanwhile. The room of held mail shows what is left.");

    private static HeldReader ReaderOf(IServiceProvider services) => new(
        services.GetRequiredService<IQueueControl>(), services.GetRequiredService<IEventLog>(), services.GetRequiredService<ISpool>(), services.GetRequiredService<SendingPauses>(), services.GetService<SenderWatch>());

    private static HeldDesk DeskOf(IServiceProvider services) => new(ReaderOf(services), services.GetRequiredService<IQueueControl>(), services.GetRequiredService<ISpool>());
}
