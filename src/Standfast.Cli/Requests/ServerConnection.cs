using System.CommandLine;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Spectre.Console;
using Standfast.Api;
using Standfast.Cli.Views;

namespace Standfast.Cli.Requests;

/// <summary>Sends a command's request to the server and shows the answer. Exit codes follow sysexits.h.</summary>
internal sealed class ServerConnection(string configuredData, TextWriter stdout, TextWriter stderr)
{
    private const int Usage = 64;
    private const int BadData = 65;
    private const int CannotCreate = 73;
    private const int NoObject = 66;
    private const int Unavailable = 69;
    private const int TryAgain = 75;
    private const int NoPermission = 77;

    private const string DefaultUrl = "http://127.0.0.1:8025";

    private readonly Option<bool> _json = new("--json") { Description = "Answer in JSON, whose form is stable", Recursive = true };
    private readonly Option<string?> _data = new("--data") { Description = "The server's data folder, which holds the admin token", HelpName = "DIR", Recursive = true };
    private readonly Option<string?> _config = new("--config") { Description = "The server's configuration, which names the data folder", HelpName = "FILE", Recursive = true };
    private readonly Option<string[]> _set = new("--set") { Description = "A setting over the configuration's", HelpName = "section.key=value", Recursive = true };
    private readonly Option<string?> _url = new("--url") { Description = $"The server's HTTP API; default as it noted in its data folder, or {DefaultUrl}", HelpName = "URL", Recursive = true };

    /// <summary>What every command takes.</summary>
    public IEnumerable<Option> Options => [_json, _data, _config, _set, _url];

    /// <summary>Makes the command send a request.</summary>
    public Command Bind(Command command, Func<ParseResult, ApiRequest> request)
    {
        command.SetAction((parsed, stop) => SendAsync(parsed, request(parsed), stop));
        return command;
    }

    /// <summary>The server's data folder.</summary>
    public string DataOf(ParseResult parsed) => parsed.GetValue(_data) ?? configuredData;

    /// <summary>The command names a server, wherever that runs.</summary>
    public bool IsNamed(ParseResult parsed) => parsed.GetValue(_url) is not null;

    /// <summary>The answer is for a program.</summary>
    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    public Task SayAsync(string mistake) => stderr.WriteLineAsync($"standfast: {PlainText.Escape(mistake)}");

    public async Task<int> SendAsync(ParseResult parsed, ApiRequest request, CancellationToken stop)
    {
        var data = DataOf(parsed);
        var url = parsed.GetValue(_url) ?? ReadFirst(Path.Combine(data, "http.endpoint")) ?? DefaultUrl;
        if (ReadFirst(Path.Combine(data, "admin.token")) is not { } token)
        {
            await stderr.WriteLineAsync($"standfast: {data}/admin.token cannot be read; name the server's data folder with --data");
            return NoPermission;
        }

        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(url) };
            if (request.IsLong) client.Timeout = Timeout.InfiniteTimeSpan;
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var message = new HttpRequestMessage(request.Method, request.Path) { Content = request.Body };
            using var response = await client.SendAsync(message, stop);
            if (request.IsDocument && response.IsSuccessStatusCode) return await KeepAsync(parsed, request.File, await response.Content.ReadAsByteArrayAsync(stop), stop);
            var text = await response.Content.ReadAsStringAsync(stop);
            return response.IsSuccessStatusCode ? await ShowAsync(parsed, request, text) : await FailAsync(url, (int)response.StatusCode, text);
        }
        catch (JsonException)
        {
            return await StrangerAsync(url);
        }
        catch (FormatException) when (Uri.IsWellFormedUriString(url, UriKind.Absolute))
        {
            await stderr.WriteLineAsync($"standfast: {data}/admin.token holds no token; name the server's data folder with --data");
            return NoPermission;
        }
        catch (Exception exception) when (exception is UriFormatException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            await stderr.WriteLineAsync($"standfast: --url {PlainText.Escape(url)} is not the address of an HTTP API, such as {DefaultUrl}");
            return Usage;
        }
        catch (TaskCanceledException) when (!stop.IsCancellationRequested)
        {
            await stderr.WriteLineAsync($"standfast: the server at {url} did not answer in time; what was asked may still be done: look before it is asked again");
            return TryAgain;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            await stderr.WriteLineAsync($"standfast: no server answers at {url}; start it with \"standfast serve\"");
            return Unavailable;
        }
    }

    /// <summary>Shows an answer as it was asked for.</summary>
    public async Task<int> ShowAsync(ParseResult parsed, ApiRequest request, string text)
    {
        if (text.Length == 0) text = "{}";
        using var document = JsonDocument.Parse(text);
        var root = request.TakesFirst && document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement[0] : document.RootElement;
        if (parsed.GetValue(_json)) await stdout.WriteLineAsync(root.GetRawText());
        else request.Show(MakeConsole(), root);
        return request.Exit(root);
    }

    private async Task<int> KeepAsync(ParseResult parsed, string? file, byte[] document, CancellationToken stop)
    {
        if (file is null)
        {
            await stdout.WriteAsync(Encoding.UTF8.GetString(document));
            return 0;
        }

        try
        {
            await File.WriteAllBytesAsync(file, document, stop);
            await stdout.WriteLineAsync(IsJson(parsed) ? $"{{\"file\":\"{JsonEncodedText.Encode(file)}\",\"octets\":{document.Length}}}" : $"written to {PlainText.Escape(file)}");
            return 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await SayAsync($"{file} cannot be written: {exception.Message}");
            return CannotCreate;
        }
    }

    private async Task<int> StrangerAsync(string url)
    {
        await stderr.WriteLineAsync($"standfast: what answers at {PlainText.Escape(url)} is not Standfast; name its HTTP API with --url, or its data folder with --data");
        return Unavailable;
    }

    private async Task<int> FailAsync(string url, int status, string text)
    {
        var detail = text;
        try
        {
            detail = JsonSerializer.Deserialize(text, ApiJson.Default.ProblemResponse)?.Detail ?? text;
        }
        catch (JsonException)
        {
            return await StrangerAsync(url); // Not our problem format.
        }

        await stderr.WriteLineAsync($"standfast: {PlainText.Escape(detail)}");
        return status switch { 401 => NoPermission, 404 => NoObject, 409 => CannotCreate, >= 500 => TryAgain, _ => BadData };
    }

    /// <summary>Colours and width of the terminal (NO_COLOR is honoured); where there is none, lines of any length.</summary>
    private IAnsiConsole MakeConsole()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(stdout) });
        if (!console.Profile.Out.IsTerminal) console.Profile.Width = 10_000;
        return console;
    }

    private static string? ReadFirst(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
