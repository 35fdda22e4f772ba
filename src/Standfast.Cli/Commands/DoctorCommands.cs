using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Text.Json;
using Standfast.Cli.Firewall;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

internal static class DoctorCommands
{
    private const int Warnings = 1, Failures = 2;

    /// <summary>EX_PROTOCOL of sysexits.h.</summary>
    private const int BadAnswer = 76;

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
        var ban = new Option<IPAddress[]>("--ban") { Description = "An address that may not reach the ports of mail for a day; may be given again", HelpName = "ADDRESS", CustomParser = ReadAddresses };
        var close = new Option<ServiceClosing>("--close") { Description = "Close the ports of databases and scanners that listen to the network: public for all but private networks, all for all but this machine", HelpName = "none|public|all" };
        var apply = new Option<bool>("--apply") { Description = "Put the rules in force, as root; only the table \"inet standfast\" is touched" };
        var command = new Command("firewall", "Rules of nftables for this server, to read or to apply") { ban, close, apply };
        command.SetAction(async (parsed, stop) =>
        {
            // What the server says is data; the rules are written here.
            string? rules = null;
            string? RulesOf(JsonElement answer) => FirewallPorts.TryRead(answer, out var ports) ? FirewallRules.Write(ports, parsed.GetValue(close), parsed.GetValue(ban) ?? []) : null;
            var request = ApiRequest.Get("/v1/doctor/firewall") with
            {
                Show = (console, answer) => console.Profile.Out.Writer.Write(RulesOf(answer)),
                Exit = answer => (rules = RulesOf(answer)) is null ? BadAnswer : 0,
            };
            var exit = await server.SendAsync(parsed, request, stop);
            if (exit == BadAnswer) await server.SayAsync("the server named ports that no mail server or database has: no rules were made");
            return rules is not null && parsed.GetValue(apply) ? await Nftables.ApplyAsync(rules, server, stop) : exit;
        });
        return command;
    }

    private static IPAddress[] ReadAddresses(ArgumentResult given)
    {
        var addresses = new List<IPAddress>();
        foreach (var token in given.Tokens)
        {
            // A zone as in fe80::1%eth0 is no part of an address on the wire.
            if (!token.Value.Contains('%', StringComparison.Ordinal) && IPAddress.TryParse(token.Value, out var address)) addresses.Add(address);
            else given.AddError($"'{token.Value}' is not an IP address");
        }

        return [.. addresses];
    }
}
