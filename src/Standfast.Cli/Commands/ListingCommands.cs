using System.CommandLine;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

internal static class ListingCommands
{
    public static Command Create(ServerConnection server) => new("listing", "Blocklists that name one of your addresses or domains") { List(server), Lists(server), Check(server) };

    public static Command CreateIdentity(ServerConnection server) => server.Bind(
        new Command("identity", "How your addresses are named, seen from outside: reverse DNS, EHLO name, changes"), _ => ApiRequest.Get("/v1/identity") with { Show = PlainText.Write });

    private static Command List(ServerConnection server)
    {
        var all = new Option<bool>("--all") { Description = "Also those that ended within 90 days, and those that hurt nobody" };
        return server.Bind(
            new Command("ls", "Entries of blocklists, the weightiest first, with the way out of each") { all },
            parsed => ApiRequest.Get("/v1/listings", ("all", parsed.GetValue(all) ? "true" : null)) with { Show = PlainText.Write });
    }

    private static Command Lists(ServerConnection server) => server.Bind(new Command("lists", "The lists that are asked, whether they can be trusted, and why others are not asked"), _ => ApiRequest.Get("/v1/listings/lists"));

    private static Command Check(ServerConnection server) => server.Bind(
        new Command("check", "Ask every list about every address and domain now, but none more often than once a minute"), _ => ApiRequest.Post("/v1/listings/check") with { IsLong = true });
}
