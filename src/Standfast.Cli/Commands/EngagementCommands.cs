using System.CommandLine;
using Standfast.Cli.Requests;

namespace Standfast.Cli.Commands;

internal static class EngagementCommands
{
    public static Command Create(ServerConnection server)
    {
        var (account, stream) = (new Option<string?>("--account") { Description = "Whose mail; default \"default\"" }, new Option<string?>("--stream") { Description = "Which of it; default \"bulk\"" });
        var days = new Option<int>("--days") { Description = "1 to 3650: neither opened nor clicked for so long", DefaultValueFactory = _ => 180 };
        var after = new Option<string?>("--after") { Description = "Only addresses after this one" };
        var limit = new Option<int>("--limit") { Description = "1 to 10000", DefaultValueFactory = _ => 100 };
        return new Command("engagement", "Who reads tracked mail, and who does not")
        {
            server.Bind(
                new Command("quiet", "Recipients of whom nothing was heard for so long: ask them once, or take them off") { account, stream, days, after, limit },
                parsed => ApiRequest.Get(
                    "/v1/engagement", ("account", parsed.GetValue(account)), ("stream", parsed.GetValue(stream)), ("days", parsed.GetValue(days).ToString(null, null)), ("after", parsed.GetValue(after)),
                    ("limit", parsed.GetValue(limit).ToString(null, null)))),
        };
    }
}
