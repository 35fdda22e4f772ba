using System.Buffers;
using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Standfast.Api;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

internal static class SuppressCommands
{
    // What a field with one of these is quoted for (RFC 4180 §2), whatever the separator.
    private static readonly SearchValues<char> s_special = SearchValues.Create(",;\"\r\n\t");

    public static Command Create(ServerConnection server) => new("suppress", "Addresses that are not written to")
    {
        Add(server), Remove(server), List(server), Import(server), Export(server), Undo(server),
    };

    private static Command Add(ServerConnection server)
    {
        var (address, scope) = (new Argument<string>("ADDRESS"), new SuppressScopeOptions());
        var reason = Reason("Why: unsubscribed, complaint, hard-bounce, manual or imported");
        reason.DefaultValueFactory = _ => "manual";
        var source = new Option<string?>("--source") { Description = "Who or what says so" };
        var cause = new Option<string?>("--cause") { Description = "Name of the incident it belongs to, for \"suppress undo\"" };
        var command = new Command("add", "Write to an address no more; what is queued for it is not sent either") { address, reason, source, cause };
        scope.AddTo(command);
        return server.Bind(command, parsed => ApiRequest.Post(
            "/v1/suppressions",
            new SuppressionRequest(
                parsed.GetValue(address)!, scope.Account(parsed), scope.Stream(parsed), scope.IsGlobal(parsed), parsed.GetValue(reason)!, parsed.GetValue(source), parsed.GetValue(cause)),
            ApiJson.Default.SuppressionRequest));
    }

    private static Command Remove(ServerConnection server)
    {
        var (address, scope, reason) = (new Argument<string>("ADDRESS"), new SuppressScopeOptions(), Reason("Only entries of this reason; needed to lift what the recipient asked for"));
        var command = new Command("rm", "Write to an address again") { address, reason };
        scope.AddTo(command);
        return server.Bind(command, parsed => ApiRequest.Get(
            "/v1/suppressions", [("address", parsed.GetValue(address)), .. scope.Query(parsed), ("reason", parsed.GetValue(reason))]) with
        { Method = HttpMethod.Delete, Show = PlainText.Write });
    }

    private static Command List(ServerConnection server)
    {
        var (scope, reason) = (new SuppressScopeOptions(), Reason("Only entries of this reason"));
        var address = new Option<string?>("--address") { Description = "Only this address" };
        var cause = new Option<string?>("--cause") { Description = "Only what came of this cause" };
        var after = new Option<string?>("--after") { Description = "Only addresses after this one" };
        var limit = new Option<int>("--limit") { Description = "1 to 1000 entries", DefaultValueFactory = _ => 100 };
        var command = new Command("ls", "Who is not written to, why and since when") { address, reason, cause, after, limit };
        scope.AddTo(command);
        return server.Bind(command, parsed => ApiRequest.Get(
            "/v1/suppressions",
            [("address", parsed.GetValue(address)), .. scope.Query(parsed), ("reason", parsed.GetValue(reason)), ("cause", parsed.GetValue(cause)), ("after", parsed.GetValue(after)), ("limit", parsed.GetValue(limit).ToString(null, null))]));
    }

    private static Command Import(ServerConnection server)
    {
        var (file, scope, reason) = (ListFile.Argument(), new SuppressScopeOptions(), Reason("Where the list names none; default imported"));
        var source = new Option<string?>("--source") { Description = "Where the list comes from" };
        var cause = new Option<string?>("--cause") { Description = "Name under which \"suppress undo\" takes out all of it; default import- and the time" };
        var command = new Command("import", "Take suppressions from a list: CSV with a column named address or email, or one address a line") { file, reason, source, cause };
        scope.AddTo(command);
        return ListFile.Bind(server, command, file, parsed => ApiRequest.Get(
            "/v1/suppressions/import", [.. scope.Query(parsed), ("reason", parsed.GetValue(reason)), ("source", parsed.GetValue(source)), ("cause", parsed.GetValue(cause))]) with
        { Show = PlainText.Write });
    }

    private static Command Export(ServerConnection server) => server.Bind(
        new Command("export", "All suppressions as CSV on standard output; with --json as JSON"),
        _ => ApiRequest.Get("/v1/suppressions/export") with { Show = WriteCsv, IsLong = true });

    private static Command Undo(ServerConnection server)
    {
        var cause = new Option<string>("--cause") { Description = "As \"suppress ls\" shows it", Required = true };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say how many it would be" };
        return server.Bind(
            new Command("undo", "Take out all that came of one cause, such as a provider's mistake or an import") { cause, dryRun },
            parsed => ApiRequest.Post("/v1/suppressions/undo", new SuppressionUndoRequest(parsed.GetValue(cause)!, parsed.GetValue(dryRun)), ApiJson.Default.SuppressionUndoRequest, takesFirst: false) with { Show = PlainText.Write });
    }

    private static Option<string?> Reason(string description) => new("--reason") { Description = description };

    private static void WriteCsv(IAnsiConsole console, JsonElement answer)
    {
        string[] columns = ["address", "scope", "account", "stream", "reason", "at", "source", "message", "cause"];
        var output = console.Profile.Out.Writer;
        output.WriteLine(string.Join(',', columns));
        foreach (var entry in answer.EnumerateArray()) output.WriteLine(string.Join(',', columns.Select(column => Quote(entry.TryGetProperty(column, out var value) ? value.ToString() : ""))));
    }

    private static string Quote(string field) => field.AsSpan().ContainsAny(s_special) ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
