using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Standfast.Scenarios.Recovery;

/// <summary>What an owner types while an incident lasts, and what the server answers.</summary>
internal static class RecoveryTalk
{
    private static readonly HttpClient s_client = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static string Text(this JsonElement element, string name) => element.GetProperty(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    /// <summary>Those that are not over.</summary>
    public static async Task<List<JsonElement>> IncidentsAsync(this ServerProcess server) => [.. (await server.GetAsync("incidents")).EnumerateArray()];

    public static Task<JsonElement> IncidentAsync(this ServerProcess server, string id) => server.GetAsync($"incidents/{id}");

    /// <summary>Runs its checks. The cause that comes first is asserted, since all else is about that.</summary>
    public static async Task<JsonElement> CheckAsync(this ServerProcess server, string id, string cause)
    {
        var started = TimeProvider.System.GetTimestamp();
        var shown = await server.PostAsync($"incidents/{id}/check");
        TestContext.Current.TestOutputHelper?.WriteLine($"checked in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s");
        var diagnosis = shown.GetProperty("diagnosis");
        Assert.True(diagnosis.GetProperty("causes")[0].Text("cause") == cause, diagnosis.ToString());
        Assert.Equal(cause, diagnosis.Text("cause"));
        return shown;
    }

    /// <summary>Whether a request may go out, by word and by deed: the gate of who marks by hand, and the letter itself.</summary>
    /// <param name="why">Part of what is said where it may not.</param>
    public static async Task RefusesRequestAsync(this ServerProcess server, string id, string playbook, string why)
    {
        Assert.False((await server.IncidentAsync(id)).GetProperty("may_request").GetBoolean());
        var (status, text) = await server.AskAsync(HttpMethod.Get, $"incidents/{id}/request?format=markdown&counterparty={playbook}", null);
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains(why, text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.Conflict, (await server.AskAsync(HttpMethod.Post, $"incidents/{id}/mark", new Dictionary<string, string> { ["stage"] = "requested", ["reason"] = "sent" })).Status);
    }

    /// <summary>Signs what only a person can tell; whatever has a check is left.</summary>
    public static async Task SignAllAsync(this ServerProcess server, JsonElement shown)
    {
        foreach (var step in shown.GetProperty("checklist").EnumerateArray().Where(step => step.Text("check").Length == 0 && step.Text("state") == "open"))
            await server.PostAsync($"incidents/{shown.GetProperty("incident").Text("id")}/sign", ("step", step.Text("id")), ("by", "Eve Owner"), ("note", "done"));
    }

    /// <summary>Nothing is left: the letter is written, and the incident is marked requested.</summary>
    public static async Task RequestAsync(this ServerProcess server, string id, string playbook, string cause)
    {
        var shown = await server.CheckAsync(id, cause);
        Assert.True(shown.GetProperty("may_request").GetBoolean(), Left(shown));
        Assert.Equal("remedied", shown.GetProperty("incident").Text("stage"));
        Assert.DoesNotContain("Not done", (await server.GetAsync($"incidents/{id}/request?counterparty={playbook}")).Text("letter"), StringComparison.Ordinal);
        Assert.Equal("requested", await server.MarkAsync(id, "requested", "by their form"));
    }

    public static async Task<string> MarkAsync(this ServerProcess server, string id, string stage, string reason) => (await server.PostAsync($"incidents/{id}/mark", ("stage", stage), ("reason", reason))).GetProperty("incident").Text("stage");

    public static async Task<int> SuppressedAsync(this ServerProcess server) => (await server.RunAsync("suppress", "ls")).GetArrayLength();

    /// <summary>The API, which commands talk to as well: a process for each question would be most of the test's time.</summary>
    public static async Task<JsonElement> GetAsync(this ServerProcess server, string path) => Read(await server.AskAsync(HttpMethod.Get, path, null));

    private static async Task<JsonElement> PostAsync(this ServerProcess server, string path, params (string Name, string Value)[] body) =>
        Read(await server.AskAsync(HttpMethod.Post, path, body.Length > 0 ? body.ToDictionary(one => one.Name, one => one.Value) : null));

    private static JsonElement Read((HttpStatusCode Status, string Text) answer)
    {
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return JsonDocument.Parse(answer.Text).RootElement.Clone();
    }

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(this ServerProcess server, HttpMethod method, string path, Dictionary<string, string>? body)
    {
        using var request = new HttpRequestMessage(method, new Uri($"http://127.0.0.1:{server.Http}/v1/{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Path.Combine(server.Data, "admin.token"), Stop)).Trim());
        if (body is not null) request.Content = JsonContent.Create(body);
        using var response = await s_client.SendAsync(request, Stop);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Stop));
    }

    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(150));
        while (!await condition())
        {
            if (limit.IsCancellationRequested) Assert.Fail(what());
            await Task.Delay(TimeSpan.FromMilliseconds(200), Stop);
        }
    }

    private static string Left(JsonElement shown) => string.Join('\n', shown.GetProperty("checklist").EnumerateArray().Select(step => $"{step.Text("id")} {step.Text("state")} {step.Text("detail")}"));
}
