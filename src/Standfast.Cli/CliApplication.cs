using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Standfast.Api;

namespace Standfast.Cli;

/// <summary>The commands: each is one request to the HTTP API and a way to show its answer.</summary>
public static class CliApplication
{
    private const int Usage = 64;
    private const int BadData = 65;
    private const int NoObject = 66;
    private const int Unavailable = 69;
    private const int NoPermission = 77;

    private const string Help = """
        standfast serve [--config FILE] [--data DIR] [--set section.key=value]...
        standfast status
        standfast queue ls [--account A] [--domain D] [--limit N]
        standfast queue hold|release|bounce (--id ID | --account A | --domain D | --all) --reason TEXT
        standfast queue show-quarantine [--limit N]
        standfast message show ID
        standfast events [--message ID] [--kind KIND] [--after EVENT] [--limit N]
        standfast account add NAME | ls
        standfast credential add --account NAME [--description TEXT] | ls | revoke USER
        standfast domain add NAME [--account NAME] [--local none|maildir|lmtp:HOST:PORT] [--mailbox NAME]... [--no-sign]
        standfast domain ls | dns NAME | check NAME | verify NAME
        standfast spool verify [--data DIR]

        On all: --json, --data DIR (where the admin token is; default: that of --config FILE and --set, else ./data), --url URL
        Example: standfast domain dns example.org --data /var/lib/standfast
        """;

    /// <param name="configuredData">Data folder by the configuration; <c>--data</c> overrides it.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, string configuredData, TextWriter stdout, TextWriter stderr)
    {
        var line = CommandLine.Parse(args);
        if (line.Words.Count == 0 || line.Has("--help"))
        {
            await stdout.WriteLineAsync(Help);
            return line.Words.Count == 0 && !line.Has("--help") ? Usage : 0;
        }

        if (Plan(line) is not { } request)
        {
            await stderr.WriteLineAsync($"standfast: \"{string.Join(' ', line.Words)}\" is not a command with all it needs\n\n{Help}");
            return Usage;
        }

        var mistakes = line.Mistakes().ToList();
        if (mistakes.Count > 0)
        {
            foreach (var mistake in mistakes) await stderr.WriteLineAsync($"standfast: {mistake}");
            return Usage;
        }

        var data = line.Value("--data") ?? configuredData;
        var url = line.Value("--url") ?? ReadFirst(Path.Combine(data, "http.endpoint")) ?? "http://127.0.0.1:8025";
        if (ReadFirst(Path.Combine(data, "admin.token")) is not { } token)
        {
            await stderr.WriteLineAsync($"standfast: {data}/admin.token cannot be read; name the server's data folder with --data");
            return NoPermission;
        }

        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(url) };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var message = new HttpRequestMessage(request.Method, request.Path) { Content = request.Body };
            using var response = await client.SendAsync(message);
            var text = await response.Content.ReadAsStringAsync();
            return response.IsSuccessStatusCode ? await ShowAsync(text, request, line.Has("--json"), stdout) : await FailAsync((int)response.StatusCode, text, stderr);
        }
        catch (HttpRequestException)
        {
            await stderr.WriteLineAsync($"standfast: no server answers at {url}; start it with \"standfast serve\"");
            return Unavailable;
        }
    }

    private static async Task<int> ShowAsync(string text, ApiRequest request, bool json, TextWriter stdout)
    {
        if (text.Length == 0) text = "{}";
        using var document = JsonDocument.Parse(text);
        var root = request.TakeFirst && document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement[0] : document.RootElement;
        if (json) await stdout.WriteLineAsync(root.GetRawText());
        else request.Show(stdout, root);
        return 0;
    }

    private static async Task<int> FailAsync(int status, string text, TextWriter stderr)
    {
        var detail = text;
        try
        {
            detail = JsonSerializer.Deserialize(text, ApiJson.Default.ProblemResponse)?.Detail ?? text;
        }
        catch (JsonException)
        {
            // Not our problem format: shown as it came.
        }

        await stderr.WriteLineAsync($"standfast: {PlainText.Escape(detail)}");
        return status switch { 401 => NoPermission, 404 => NoObject, >= 500 => 75, _ => BadData };
    }

    private static ApiRequest? Plan(CommandLine line) => line.Words switch
    {
        ["status"] => Get("/v1/status"),
        ["queue", "ls"] => Get($"/v1/queue?limit={Uri.EscapeDataString(line.Value("--limit") ?? "100")}{Query(line, "account")}{Query(line, "domain")}"),
        ["queue", "show-quarantine"] => Get($"/v1/queue/quarantine?limit={Uri.EscapeDataString(line.Value("--limit") ?? "100")}"),
        ["queue", "hold" or "release" or "bounce"] when line.Value("--reason") is { } reason => Post(
            $"/v1/queue/{line.Words[1]}", JsonContent.Create(new QueueActionRequest(line.Value("--id"), line.Value("--account"), line.Value("--domain"), line.Has("--all"), reason), ApiJson.Default.QueueActionRequest)),
        ["message", "show", var id] => Get($"/v1/messages/{Uri.EscapeDataString(id)}"),
        ["events"] => Get($"/v1/events?limit={Uri.EscapeDataString(line.Value("--limit") ?? "100")}{Query(line, "message")}{Query(line, "kind")}{Query(line, "after")}") with { Show = EventLines.Write },
        ["account", "ls"] => Get("/v1/accounts"),
        ["account", "add", var id] => Post("/v1/accounts", JsonContent.Create(new AccountRequest(id), ApiJson.Default.AccountRequest)),
        ["credential", "ls"] => Get("/v1/credentials"),
        ["credential", "add"] => Post("/v1/credentials", JsonContent.Create(new CredentialRequest(line.Value("--account") ?? "default", line.Value("--description")), ApiJson.Default.CredentialRequest)),
        ["credential", "revoke", var user] => new ApiRequest(HttpMethod.Delete, $"/v1/credentials/{Uri.EscapeDataString(user)}", null, false),
        ["domain", "ls"] => Get("/v1/domains"),
        ["domain", "add", var name] => Post("/v1/domains", JsonContent.Create(
            new DomainRequest(name, line.Value("--account") ?? "default", line.Value("--local") ?? "none", !line.Has("--no-sign"), line.Values("--mailbox")), ApiJson.Default.DomainRequest)),
        ["domain", "dns", var name] => Get($"/v1/domains/{Uri.EscapeDataString(name)}/dns"),
        ["domain", "check" or "verify", var name] => new ApiRequest(HttpMethod.Post, $"/v1/domains/{Uri.EscapeDataString(name)}/{line.Words[1]}", null, false),
        _ => null,
    };

    private static ApiRequest Get(string path) => new(HttpMethod.Get, path, null, false);

    private static ApiRequest Post(string path, HttpContent body) => new(HttpMethod.Post, path, body, true);

    private static string Query(CommandLine line, string name) => line.Value("--" + name) is { } value ? $"&{name}={Uri.EscapeDataString(value)}" : "";

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

    private sealed record ApiRequest(HttpMethod Method, string Path, HttpContent? Body, bool TakeFirst)
    {
        /// <summary>How a person is shown the answer.</summary>
        public Action<TextWriter, JsonElement> Show { get; init; } = static (output, answer) => PlainText.Write(output, answer);
    }
}
