using System.CommandLine;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

internal static class AuditCommands
{
    private const int BadData = 65;

    public static Command Create(ServerConnection server) => new("audit", "Who changed what, in a log that shows every change of itself") { Tail(server), Verify(server) };

    private static Command Tail(ServerConnection server)
    {
        var limit = new Option<int>("--limit") { Description = "1 to 1000 entries, the newest", DefaultValueFactory = _ => 20 };
        return server.Bind(new Command("tail", "The newest entries") { limit }, parsed => ApiRequest.Get("/v1/audit", ("limit", parsed.GetValue(limit).ToString(null, null))));
    }

    private static Command Verify(ServerConnection server) => server.Bind(
        new Command("verify", "Check every entry; exit 65 when one was changed, moved, deleted or cut off"),
        _ => ApiRequest.Post("/v1/audit/verify") with { Show = PlainText.Write, Exit = answer => answer.GetProperty("faults").GetArrayLength() > 0 ? BadData : 0, IsLong = true });
}
