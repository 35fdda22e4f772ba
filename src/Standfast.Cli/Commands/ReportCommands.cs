using System.CommandLine;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

/// <summary>Reports of others about our domains and addresses.</summary>
internal static class ReportCommands
{
    public static Command Create(ServerConnection server) => new("report", "What others report of our domains and addresses: DMARC, TLS, SNDS, Postmaster Tools")
    {
        Dmarc(server),
        List(server, "tls", "What others saw of TLS to our MX hosts", hasDomain: true),
        List(server, "snds", "What Microsoft saw of our addresses (imported from SNDS)", hasDomain: false),
        List(server, "postmaster", "What Google says of our domains (imported from Postmaster Tools)", hasDomain: true),
        Import(server),
    };

    private static Command Dmarc(ServerConnection server)
    {
        var (domain, days, limit) = (Domain(), Days(), Limit());
        var each = new Option<bool>("--reports") { Description = "The reports themselves instead of what they say together" };
        return server.Bind(
            new Command("dmarc", "Who sends mail with our domains in From, by the reports of others") { domain, days, limit, each },
            parsed => ApiRequest.Get(parsed.GetValue(each) ? "/v1/reports/dmarc/reports" : "/v1/reports/dmarc", ("domain", parsed.GetValue(domain)), ("days", parsed.GetValue(days).ToString(null, null)), ("limit", parsed.GetValue(limit).ToString(null, null))));
    }

    private static Command List(ServerConnection server, string name, string description, bool hasDomain)
    {
        var (domain, days, limit) = (Domain(), Days(), Limit());
        var command = new Command(name, description) { days, limit };
        if (hasDomain) command.Options.Add(domain);
        return server.Bind(command, parsed => ApiRequest.Get($"/v1/reports/{name}", ("domain", hasDomain ? parsed.GetValue(domain) : null), ("days", parsed.GetValue(days).ToString(null, null)), ("limit", parsed.GetValue(limit).ToString(null, null))));
    }

    private static Command Import(ServerConnection server)
    {
        var file = new Argument<string>("FILE") { Description = "A DMARC or TLS report (XML, JSON, gzip, zip or the message it came in), or an export of SNDS or Postmaster Tools; - for standard input" };
        var domain = new Option<string?>("--domain") { Description = "Whose an exported table is that does not say it", HelpName = "NAME" };
        return ListFile.Bind(server, new Command("import", "Import a report or an export from a file; exit 65 where it is none") { file, domain }, file, parsed => ApiRequest.Get("/v1/reports", ("domain", parsed.GetValue(domain))) with { Show = PlainText.Write });
    }

    private static Option<string?> Domain() => new("--domain") { Description = "Only of this domain", HelpName = "NAME" };

    private static Option<int> Days() => new("--days") { Description = "How far back, 1 to 400", DefaultValueFactory = _ => 30 };

    private static Option<int> Limit() => new("--limit") { Description = "1 to 1000 entries", DefaultValueFactory = _ => 100 };
}
