using System.Text.Json;

namespace Standfast.Scenarios.Recovery;

/// <summary>What an owner types while an incident lasts, and what the server answers.</summary>
internal static class RecoveryTalk
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static string Text(this JsonElement element, string name) => element.GetProperty(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    /// <summary>Those that are not over.</summary>
    public static async Task<List<JsonElement>> IncidentsAsync(this ServerProcess server) => [.. (await server.RunAsync("incident", "ls")).EnumerateArray()];

    /// <summary>Runs its checks. The cause that comes first is asserted, since all else is about that.</summary>
    public static async Task<JsonElement> CheckAsync(this ServerProcess server, string id, string cause)
    {
        var shown = await server.RunAsync("incident", "check", id);
        var diagnosis = shown.GetProperty("diagnosis");
        Assert.True(diagnosis.GetProperty("causes")[0].Text("cause") == cause, diagnosis.ToString());
        Assert.Equal(cause, diagnosis.Text("cause"));
        return shown;
    }

    /// <summary>Whether a request may go out, by word and by deed: the gate of who marks by hand, and the letter itself.</summary>
    /// <param name="why">Part of what is said where it may not.</param>
    public static async Task RefusesRequestAsync(this ServerProcess server, string id, string playbook, string why)
    {
        Assert.False((await server.RunAsync("incident", "show", id)).GetProperty("may_request").GetBoolean());
        var (exit, _, error) = await ServerProcess.RunToEndAsync(["incident", "request", id, "--counterparty", playbook, "--data", server.Data]);
        Assert.True(exit != 0, "a request was written");
        Assert.Contains(why, error, StringComparison.OrdinalIgnoreCase);
        (exit, _, error) = await ServerProcess.RunToEndAsync(["incident", "mark", id, "requested", "--reason", "sent", "--data", server.Data]);
        Assert.True(exit != 0, $"it was marked: {error}");
    }

    /// <summary>Signs what only a person can tell; whatever has a check is left.</summary>
    public static async Task SignAllAsync(this ServerProcess server, JsonElement shown)
    {
        foreach (var step in shown.GetProperty("checklist").EnumerateArray().Where(step => step.Text("check").Length == 0 && step.Text("state") == "open"))
            await server.RunAsync("incident", "sign", shown.GetProperty("incident").Text("id"), step.Text("id"), "--by", "Eve Owner", "--note", "done");
    }

    /// <summary>Nothing is left: the letter is written, and the incident is marked requested.</summary>
    public static async Task RequestAsync(this ServerProcess server, string id, string playbook, string cause)
    {
        var shown = await server.CheckAsync(id, cause);
        Assert.True(shown.GetProperty("may_request").GetBoolean(), Left(shown));
        Assert.Equal("remedied", shown.GetProperty("incident").Text("stage"));
        var letter = (await server.RunAsync("incident", "request", id, "--counterparty", playbook)).Text("letter");
        Assert.DoesNotContain("Not done", letter, StringComparison.Ordinal);
        await server.RunAsync("incident", "mark", id, "requested", "--reason", "by their form");
        Assert.Equal("requested", (await server.RunAsync("incident", "show", id)).GetProperty("incident").Text("stage"));
    }

    public static async Task<int> SuppressedAsync(this ServerProcess server) => (await server.RunAsync("suppress", "ls")).GetArrayLength();

    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            if (limit.IsCancellationRequested) Assert.Fail(what());
            await Task.Delay(TimeSpan.FromMilliseconds(200), Stop);
        }
    }

    private static string Left(JsonElement shown) => string.Join('\n', shown.GetProperty("checklist").EnumerateArray().Select(step => $"{step.Text("id")} {step.Text("state")} {step.Text("detail")}"));
}
