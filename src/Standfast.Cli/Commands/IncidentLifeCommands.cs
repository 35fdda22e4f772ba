using System.CommandLine;
using System.Text;
using Standfast.Api;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

/// <summary>The way of an incident from its notice to its end.</summary>
internal static class IncidentLifeCommands
{
    /// <summary>Octets of a notice; as the server.</summary>
    private const int MaxNotice = 256 * 1024;

    /// <summary>EX_DATAERR of sysexits.h.</summary>
    private const int BadInput = 65;

    private static readonly string[] s_stages = ["contained", "diagnosed", "remedied", "requested", "reinstated", "refused", "ramping", "closed"];

    private static readonly string[] s_causes = ["policy", "limits", "compromise", "content", "complaints", "list-quality", "bounces", "listing", "authentication", "neighbour"];

    public static IEnumerable<Command> All(ServerConnection server) => [Check(server), Cause(server), Sign(server), Override(server), Mark(server), Report(server)];

    /// <summary>Opens an incident by a notice.</summary>
    public static async Task<int> OpenAsync(ServerConnection server, ParseResult parsed, string file, string? counterparty, string? cause, string? scope, CancellationToken stop)
    {
        if (await InputFile.ReadAsync(server, file, 4 * MaxNotice, stop) is not { } octets) return InputFile.NoInput;
        var notice = Encoding.UTF8.GetString(octets);
        if (notice.Contains('\0', StringComparison.Ordinal))
        {
            await server.SayAsync($"{file} is no text: give the notice as text, or as the message it came in (.eml)");
            return BadInput;
        }

        if (notice.Length is 0 or > MaxNotice)
        {
            await server.SayAsync($"{file} is {(notice.Length == 0 ? "empty" : $"longer than {MaxNotice} characters")}: give the notice itself");
            return BadInput;
        }

        return await server.SendAsync(parsed, ApiRequest.Post("/v1/incidents/notices", new IncidentNoticeRequest(notice, counterparty, cause, scope), ApiJson.Default.IncidentNoticeRequest) with { Show = IncidentReport.Write }, stop);
    }

    private static Command Check(ServerConnection server)
    {
        var id = Id();
        return server.Bind(
            new Command("check", "Look for the cause, and run the automatic checks of the checklist; takes up to 30 s") { id },
            parsed => ApiRequest.Post(PathOf(parsed.GetValue(id)!, "check")) with { Show = IncidentReport.Write });
    }

    private static Command Cause(ServerConnection server)
    {
        var id = Id();
        var cause = new Argument<string>("CAUSE") { Description = string.Join(", ", s_causes) };
        cause.AcceptOnlyFromAmong(s_causes);
        var reason = Reason("How you know");
        return server.Bind(
            new Command("cause", "Name the cause, where you know better than the diagnosis") { id, cause, reason },
            parsed => ApiRequest.Post(PathOf(parsed.GetValue(id)!, "cause"), new IncidentCauseRequest(parsed.GetValue(cause)!, parsed.GetValue(reason)!), ApiJson.Default.IncidentCauseRequest, takesFirst: false) with { Show = IncidentReport.Write });
    }

    private static Command Sign(ServerConnection server)
    {
        var (id, step) = (Id(), Step());
        var by = new Option<string>("--by") { Description = "Who answers for it; a request names them", HelpName = "NAME", Required = true };
        var note = new Option<string>("--note") { Description = "What was done", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        return server.Bind(
            new Command("sign", "Say by name that a step of the checklist is done, where no check can tell") { id, step, by, note },
            parsed => ApiRequest.Post(PathOf(parsed.GetValue(id)!, "sign"), new StepSignatureRequest(parsed.GetValue(step)!, parsed.GetValue(by)!, parsed.GetValue(note)!), ApiJson.Default.StepSignatureRequest, takesFirst: false) with { Show = IncidentReport.Write });
    }

    private static Command Override(ServerConnection server)
    {
        var (id, step, reason) = (Id(), Step(), Reason("Why it is passed over; a request does not hide it"));
        return server.Bind(
            new Command("override", "Pass over a step of the checklist") { id, step, reason },
            parsed => ApiRequest.Post(PathOf(parsed.GetValue(id)!, "override"), new StepOverrideRequest(parsed.GetValue(step)!, parsed.GetValue(reason)!), ApiJson.Default.StepOverrideRequest, takesFirst: false) with { Show = IncidentReport.Write });
    }

    private static Command Mark(ServerConnection server)
    {
        var id = Id();
        var stage = new Argument<string>("STAGE") { Description = string.Join(", ", s_stages) };
        stage.AcceptOnlyFromAmong(s_stages);
        var reason = Reason("What happened: how you asked, what they answered");
        return server.Bind(
            new Command("mark", "Bring an incident to its next stage") { id, stage, reason },
            parsed => ApiRequest.Post(PathOf(parsed.GetValue(id)!, "mark"), new IncidentMarkRequest(parsed.GetValue(stage)!, parsed.GetValue(reason)!), ApiJson.Default.IncidentMarkRequest, takesFirst: false) with { Show = IncidentReport.Write });
    }

    private static Command Report(ServerConnection server)
    {
        var id = Id();
        var format = new Option<string>("--format") { Description = "markdown, html or json", DefaultValueFactory = _ => "markdown" };
        format.AcceptOnlyFromAmong("markdown", "html", "json");
        var output = new Option<string?>("--output") { Description = "File to write to; default the terminal", HelpName = "FILE" };
        return server.Bind(new Command("report", "What happened, why, what was done and answered, and what prevents it now") { id, format, output }, parsed =>
        {
            var file = parsed.GetValue(output);
            var wanted = file is null && server.IsJson(parsed) ? "json" : parsed.GetValue(format)!;
            return ApiRequest.Get(PathOf(parsed.GetValue(id)!, "report"), ("format", wanted)) with { IsDocument = wanted != "json" || file is not null, File = file };
        });
    }

    private static Argument<string> Id() => new("ID") { Description = "Such as INC-7" };

    private static Argument<string> Step() => new("STEP") { Description = "As \"incident show\" lists them" };

    private static Option<string> Reason(string description) => new("--reason") { Description = description, HelpName = "TEXT", Required = true };

    private static string PathOf(string id, string verb) => $"/v1/incidents/{Uri.EscapeDataString(id)}/{verb}";
}
