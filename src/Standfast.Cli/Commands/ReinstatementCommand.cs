using System.CommandLine;
using Standfast.Api;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

/// <summary>incident request: what to send to whoever has suspended us.</summary>
internal static class ReinstatementCommand
{
    private const string Json = "json", Markdown = "markdown", Pdf = "pdf";

    public static Command Create(ServerConnection server)
    {
        var id = new Argument<string>("ID") { Description = "Such as INC-7" };
        var format = new Option<string>("--format") { Description = "markdown, html (a page for you), eml (a draft for your mail program), pdf (letter and evidence) or json", DefaultValueFactory = _ => Markdown };
        var output = new Option<string?>("--output") { Description = "File to write to; default the terminal", HelpName = "FILE" };
        var counterparty = new Option<string?>("--counterparty") { Description = "Whom to ask, where it is not the one that the incident names: PLAYBOOK or PLAYBOOK/ROUTE, such as spamhaus/css", HelpName = "ID" };
        var reason = new Option<string?>("--override") { Description = "Why you ask although steps of the remedy fail; the request tells it", HelpName = "WHY" };
        var send = new Option<bool>("--send") { Description = "Mail it, where the counterparty takes it by mail: by a way that is not suspended, once, and not again before an answer is overdue" };
        format.AcceptOnlyFromAmong(Markdown, "html", "eml", Pdf, Json);
        var command = new Command("request", "The request for reinstatement: where it goes, what it says, what is missing") { id, format, output, counterparty, reason, send };
        command.Validators.Add(result =>
        {
            if (result.GetValue(format) == Pdf && result.GetValue(output) is null) result.AddError("--output is needed for a pdf: it is no text");
        });
        return server.Bind(command, parsed =>
        {
            if (parsed.GetValue(send))
            {
                var way = parsed.GetValue(counterparty) is { } whom ? $"?counterparty={Uri.EscapeDataString(whom)}" : "";
                var path = $"/v1/incidents/{Uri.EscapeDataString(parsed.GetValue(id)!)}/request/send{way}";
                var wish = parsed.GetValue(reason) is { } told ? ApiRequest.Post(path, new ReinstatementOverride(told), ApiJson.Default.ReinstatementOverride, takesFirst: false) : ApiRequest.Post(path);
                return wish with { Show = IncidentReport.Write };
            }

            var file = parsed.GetValue(output);
            var wanted = file is null && server.IsJson(parsed) ? Json : parsed.GetValue(format)!;
            var asked = ApiRequest.Get($"/v1/incidents/{Uri.EscapeDataString(parsed.GetValue(id)!)}/request", ("format", wanted), ("counterparty", parsed.GetValue(counterparty)));
            if (parsed.GetValue(reason) is { } why) asked = ApiRequest.Post(asked.Path, new ReinstatementOverride(why), ApiJson.Default.ReinstatementOverride, takesFirst: false);
            return asked with { IsDocument = wanted != Json || file is not null, File = file };
        });
    }
}
