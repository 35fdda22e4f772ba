using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>What remote servers say is understood; who is gone is not written to again, who refused us is; what nobody understood is shown to the owner.</summary>
public sealed class Replies
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refusals_AreTakenForWhatTheyAre()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(
            command.Contains("gone@", StringComparison.Ordinal) ? "550 5.1.1 <gone@dest.test>: Recipient address rejected: User unknown in local recipient table"
            : command.Contains("blocked@", StringComparison.Ordinal) ? "550 5.1.1 <blocked@dest.test>: your host [192.0.2.7] is on our block list"
            : command.Contains("odd", StringComparison.Ordinal) && command.StartsWith("RCPT", StringComparison.Ordinal) ? "554 flurble 48151623 says no"
            : ScriptedSink.Willing(command)));
        await using var server = new ServerProcess("submission.trusted_networks=127.0.0.1/32", $"delivery.relay=127.0.0.1:{sink.Port}");
        await server.StartAsync();
        using (var client = await MailClient.ConnectAsync(server.Submission, Stop))
            foreach (var to in (string[])["gone@dest.test", "blocked@dest.test", "odd1@dest.test", "odd2@dest.test"])
                Assert.StartsWith("250", await client.SendAsync("me@mail.example.org", to, "", Stop), StringComparison.Ordinal);

        var unknown = await PollAsync(server, ["replies", "unknown"], answer => answer.GetArrayLength() == 1 && answer[0].GetProperty("count").GetInt64() == 2);
        Assert.Equal(("554 flurble 0 says no", "rcpt"), (unknown[0].GetProperty("text").GetString(), unknown[0].GetProperty("phase").GetString()));
        var suppressed = await PollAsync(server, ["suppress", "ls"], answer => answer.GetArrayLength() > 0);
        Assert.Equal(["gone@dest.test"], suppressed.EnumerateArray().Select(entry => entry.GetProperty("address").GetString()!));

        // They are still there after a restart.
        await server.TerminateAsync();
        await server.StartAsync();
        Assert.Equal(2, (await server.RunAsync("replies", "unknown"))[0].GetProperty("count").GetInt64());
    }

    [Fact]
    public async Task Classify_NeedsNoServer_AndTheServerSaysTheSame()
    {
        const string Reply = "550 5.7.1 Service unavailable; client [192.0.2.1] blocked using zen.spamhaus.org";
        var (exit, alone, error) = await ServerProcess.RunToEndAsync(["classify", Reply, "--json", "--data", "/nonexistent"]);
        Assert.True(exit == 0, error);
        var read = JsonDocument.Parse(alone).RootElement;
        Assert.Equal(("blocklist", "ip", "suspend", true, false), (Text(read, "cause"), Text(read, "scope"), Text(read, "severity"), read.GetProperty("infrastructure").GetBoolean(), read.GetProperty("suppresses").GetBoolean()));

        await using var server = new ServerProcess();
        await server.StartAsync();
        Assert.Equal(alone, (await ServerProcess.RunToEndAsync(["classify", Reply, "--json", "--data", server.Data, "--url", $"http://127.0.0.1:{server.Http}"])).Output);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Http}") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Path.Combine(server.Data, "admin.token"), Stop)).Trim());
        using var known = await http.PostAsync("/v1/classify", Json("""{"text":"550 5.1.1 gone","provider":"gmail-smtp-in.l.google.com","phase":"rcpt"}"""), Stop);
        Assert.Equal("no-such-user", Text(JsonDocument.Parse(await known.Content.ReadAsStringAsync(Stop)).RootElement, "cause"));
        using var empty = await http.PostAsync("/v1/classify", Json("""{"text":" "}"""), Stop);
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        using var wrong = await http.GetAsync("/v1/replies/unknown?limit=0", Stop);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static string? Text(JsonElement answer, string name) => answer.GetProperty(name).GetString();

    private static async Task<JsonElement> PollAsync(ServerProcess server, string[] command, Func<JsonElement, bool> isThere)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            var answer = await server.RunAsync(command);
            if (isThere(answer) || since.Elapsed > TimeSpan.FromSeconds(60)) return answer;
            await Task.Delay(50, Stop);
        }
    }
}
