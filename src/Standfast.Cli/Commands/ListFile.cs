using System.CommandLine;
using System.Net.Http.Headers;
using Standfast.Cli.Requests;

namespace Standfast.Cli.Commands;

/// <summary>A list of addresses in a file, or on standard input, that a command sends to the server as it stands.</summary>
internal static class ListFile
{
    public static Argument<string> Argument() => new("FILE") { Description = "CSV or one address a line; - for standard input" };

    /// <param name="request">Where it is sent; made a POST of the file.</param>
    public static Command Bind(ServerConnection server, Command command, Argument<string> file, Func<ParseResult, ApiRequest> request)
    {
        command.SetAction(async (parsed, stop) =>
        {
            var name = parsed.GetValue(file)!;
            try
            {
                await using var list = InputFile.Open(name);
                using var body = new StreamContent(list);
                body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
                return await server.SendAsync(parsed, request(parsed) with { Method = HttpMethod.Post, Body = body, IsLong = true }, stop);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                await server.SayAsync(InputFile.Describe(name, exception));
                return InputFile.NoInput;
            }
        });
        return command;
    }
}
