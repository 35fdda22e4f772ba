using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Standfast.Scenarios;

/// <summary>The server is killed in the middle of changes, again and again: what was acknowledged is in the audit log, and the log is whole.</summary>
public sealed class AuditAcrossKills
{
    private const int Kills = 6;
    private const int Clients = 4;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryAcknowledgedChange_IsRecorded()
    {
        await using var server = new ServerProcess();
        var acknowledged = new ConcurrentBag<string>();
        var random = new Random(20260101);
        for (var round = 0; round < Kills; round++)
        {
            await server.StartAsync();
            var token = (await File.ReadAllTextAsync(Path.Combine(server.Data, "admin.token"), Stop)).Trim();
            var before = acknowledged.Count;
            var clients = Enumerable.Range(0, Clients).Select(_ => ChangeAsync(server, token, acknowledged)).ToList();
            // Once some were acknowledged, at a moment of chance.
            for (var wait = 0; wait < 1_000 && acknowledged.Count < before + 5 + random.Next(40); wait++) await Task.Delay(5, Stop);
            await server.KillAsync();
            await Task.WhenAll(clients);
        }

        await server.StartAsync();
        var verified = await server.RunAsync("audit", "verify");
        Assert.Equal(0, verified.GetProperty("faults").GetArrayLength());
        var recorded = (await server.RunAsync("audit", "tail", "--limit", "1000")).EnumerateArray().Where(entry => entry.GetProperty("action").GetString() == "credential.add").Select(entry => entry.GetProperty("subject").GetString()!).ToHashSet();
        var existing = (await server.RunAsync("credential", "ls")).EnumerateArray().Select(one => one.GetProperty("user_name").GetString()!).ToHashSet();
        Assert.True(acknowledged.Count >= Kills * 5, string.Create(CultureInfo.InvariantCulture, $"only {acknowledged.Count} were acknowledged"));
        Assert.DoesNotContain(acknowledged, user => !recorded.Contains(user));
        Assert.DoesNotContain(acknowledged, user => !existing.Contains(user));
    }

    /// <summary>Adds credentials until the server is gone.</summary>
    private static async Task ChangeAsync(ServerProcess server, string token, ConcurrentBag<string> acknowledged)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Http}") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            for (var count = 0; count < 150; count++)
            {
                using var body = new StringContent("""{"account":"default"}""", null, "application/json");
                using var response = await client.PostAsync("/v1/credentials", body, Stop);
                using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Stop));
                if (response.IsSuccessStatusCode) acknowledged.Add(answer.RootElement[0].GetProperty("user_name").GetString()!);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // Killed.
        }
    }
}
