using System.CommandLine;
using System.Text;
using System.Text.Json;
using Spectre.Console;
using Standfast.Api;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

internal static class SimulateCommand
{
    /// <summary>More than the server takes.</summary>
    private const int MaxOctets = 16 * 1024 * 1024;

    public static Command Create(ServerConnection server)
    {
        var file = new Argument<string>("FILE") { Description = "CSV with the columns campaign, start (YYYY-MM-DD), recipients, domain or provider, account or stream (ACCOUNT/STREAM), and from; - reads standard input" };
        var command = new Command("simulate", "How many days a send needs at the present level of limits, ramps and warm-ups, day by day; nothing is sent") { file };
        command.SetAction(async (parsed, stop) =>
        {
            if (await InputFile.ReadAsync(server, parsed.GetValue(file)!, MaxOctets, stop) is not { } csv) return InputFile.NoInput;
            return await server.SendAsync(parsed, ApiRequest.Post("/v1/simulate", new PlanRequest(Encoding.UTF8.GetString(csv)), ApiJson.Default.PlanRequest) with { Show = Show }, stop);
        });
        return command;
    }

    private static void Show(IAnsiConsole console, JsonElement plan)
    {
        var days = plan.GetProperty("days");
        var verdict = days.ValueKind == JsonValueKind.Number
            ? $"{plan.GetProperty("recipients").GetInt64():#,0} recipients need {days.GetInt32()} day{(days.GetInt32() == 1 ? "" : "s")}, until {plan.GetProperty("ends").GetString()}."
            : $"{plan.GetProperty("unsent").GetInt64():#,0} of {plan.GetProperty("recipients").GetInt64():#,0} recipients would not go within ten years.";
        console.WriteLine(verdict);
        console.WriteLine();
        ListTable.Write(console, plan.GetProperty("campaigns"));
        console.WriteLine();
        ListTable.Write(console, plan.GetProperty("table"));
    }
}
