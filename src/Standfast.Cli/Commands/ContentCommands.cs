using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using Spectre.Console;
using Standfast.Cli.Requests;
using Standfast.Cli.Views;

namespace Standfast.Cli.Commands;

/// <summary>What a message says and how it is made, judged before it is sent. Exit codes: docs/content.md.</summary>
internal static class ContentCommands
{
    /// <summary>Something was found and the message would be accepted.</summary>
    private const int Noted = 1;

    /// <summary>EX_DATAERR of sysexits.h: the message would be refused.</summary>
    private const int Refused = 65;

    /// <summary>The largest message that any setting takes; the server says what its own limit is.</summary>
    private const int MaxOctets = int.MaxValue - 1024 * 1024;

    public static Command Create(ServerConnection server) => new("content", "What the content rules say of a message") { Check(server) };

    private static Command Check(ServerConnection server)
    {
        var file = new Argument<string>("FILE") { Description = "The message with its header; - reads standard input" };
        var stream = new Option<string?>("--stream") { Description = "Judge it for this stream. Default: as its header says, else transactional", HelpName = "NAME" };
        var command = new Command("check", "Judge a message without sending it; exit 0 where nothing is found, 1 where it would be accepted or held with findings, 65 where it would be refused") { file, stream };
        command.SetAction(async (parsed, stop) =>
        {
            var name = parsed.GetValue(file)!;
            if (await InputFile.ReadAsync(server, name, MaxOctets, stop) is not { } content) return InputFile.NoInput;
            if (content.Length == 0)
            {
                await server.SayAsync($"{name} is empty: give the message itself, header and all");
                return Refused;
            }

            var body = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("message/rfc822") } };
            var query = parsed.GetValue(stream) is { } asked ? $"?stream={Uri.EscapeDataString(asked)}" : "";
            return await server.SendAsync(parsed, new ApiRequest(HttpMethod.Post, $"/v1/content/check{query}", body) { Show = Show, Exit = ExitOf }, stop);
        });
        return command;
    }

    private static int ExitOf(JsonElement report) => report.GetProperty("verdict").GetString() switch { "refused" => Refused, "clean" => 0, _ => Noted };

    private static void Show(IAnsiConsole console, JsonElement report)
    {
        var output = console.Profile.Out.Writer;
        var findings = report.GetProperty("findings");
        output.WriteLine($"{report.GetProperty("verdict").GetString()}: score {report.GetProperty("score")} on the stream {PlainText.Escape(report.GetProperty("stream").GetString()!)} (mail to many is held from {report.GetProperty("hold_score")} and refused from {report.GetProperty("refuse_score")})");
        foreach (var finding in findings.EnumerateArray())
        {
            string Text(string name) => PlainText.Escape(finding.GetProperty(name).GetString()!);
            output.WriteLine();
            output.WriteLine($"{Text("id")}  {finding.GetProperty("points")} point{(finding.GetProperty("points").ToString() == "1" ? "" : "s")}{(finding.GetProperty("refuses").GetBoolean() ? ", refuses by itself" : "")}");
            output.WriteLine($"  {Text("where")} {Text("reason")}");
            output.WriteLine($"  Fix: {Text("fix")}");
        }
    }
}
