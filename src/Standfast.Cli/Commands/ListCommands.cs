using System.CommandLine;
using System.Text.Json;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

internal static class ListCommands
{
    private const int BadData = 65;

    public static Command Create(ServerConnection server)
    {
        var (file, origin) = (ListFile.Argument(), new ListOriginOptions());
        var check = new Command("check", "What a list is good for, before anything is sent to it; exit 65 where it is refused") { file };
        origin.AddTo(check);
        return new Command("list", "Lists of addresses from elsewhere")
        {
            ListFile.Bind(server, check, file, parsed => ApiRequest.Get("/v1/lists/check", origin.Query(parsed)) with { Show = PlainText.Write, Exit = ExitOf }),
        };
    }

    public static int ExitOf(JsonElement check) => check.GetProperty("verdict").GetString() == "refuse" ? BadData : 0;
}
