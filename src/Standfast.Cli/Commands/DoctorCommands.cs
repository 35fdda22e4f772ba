using System.CommandLine;
using System.Text.Json;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

internal static class DoctorCommands
{
    private const int Warnings = 1, Failures = 2;

    public static Command Create(ServerConnection server)
    {
        var area = new Option<string?>("--area") { Description = "Only host, network, identity, tls, reputation, policy, accounts, service, software or firewall; several with commas", HelpName = "AREA" };
        var fix = new Option<bool>("--fix") { Description = "Repair what takes nothing from anybody: modes of files, missing folders" };
        return server.Bind(
            new Command("doctor", "Look for what is wrong with host, network, names, TLS, settings and accounts; exit 0 for nothing, 1 for warnings, 2 for failures") { area, fix, Firewall(server) },
            parsed => (parsed.GetValue(fix) ? ApiRequest.Post(Path(parsed.GetValue(area))) : ApiRequest.Get("/v1/doctor", ("area", parsed.GetValue(area)))) with { Show = DoctorReport.Write, Exit = ExitOf });
    }

    private static string Path(string? area) => area is null ? "/v1/doctor/fix" : $"/v1/doctor/fix?area={Uri.EscapeDataString(area)}";

    private static int ExitOf(JsonElement answer) => answer.GetProperty("failures").GetInt32() > 0 ? Failures : answer.GetProperty("warnings").GetInt32() > 0 ? Warnings : 0;

    private static Command Firewall(ServerConnection server)
    {
        var ban = new Option<string[]>("--ban") { Description = "An address that may not reach the ports of mail for a day; may be given again", HelpName = "ADDRESS" };
        var apply = new Option<bool>("--apply") { Description = "Put the rules in force, as root; only the table \"inet standfast\" is touched" };
        var command = new Command("firewall", "Rules of nftables for this server, to read or to apply") { ban, apply };
        command.SetAction(async (parsed, stop) =>
        {
            var ruleset = "";
            var request = ApiRequest.Get("/v1/doctor/firewall", ("ban", parsed.GetValue(ban) is { Length: > 0 } addresses ? string.Join(',', addresses) : null)) with
            {
                Show = (console, answer) => console.Profile.Out.Writer.Write(answer.GetProperty("ruleset").GetString()),
                Exit = answer =>
                {
                    ruleset = answer.GetProperty("ruleset").GetString()!;
                    return 0;
                },
            };
            var exit = await server.SendAsync(parsed, request, stop);
            return exit == 0 && parsed.GetValue(apply) ? await Nftables.ApplyAsync(ruleset, server, stop) : exit;
        });
        return command;
    }
}
