using System.CommandLine;
using Standfast.Cli.Requests;

namespace Standfast.Cli.Commands;

internal static class SiteCommands
{
    public static Command Create(ServerConnection server) => new("site", "Where mail goes, and how it is spoken to there") { List(server) };

    private static Command List(ServerConnection server)
    {
        var site = new Option<string?>("--site") { Description = "Only sites with a host whose name contains this" };
        return server.Bind(
            new Command("ls", "Sites that have mail: state, rate, connections and breaker, by source") { site },
            parsed => ApiRequest.Get("/v1/sites", ("site", parsed.GetValue(site))));
    }
}
