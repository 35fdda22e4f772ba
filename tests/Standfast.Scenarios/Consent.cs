using System.Net;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>Mail goes to those who asked for it, and a list that somebody bought does not get in.</summary>
public sealed class Consent
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StreamThatDemandsConsent_GoesToThoseWhoConfirmed()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await using var server = Server(sink, "consent.required=default");
        await server.StartAsync();
        using var client = await MailClient.ConnectAsync(server.Submission, Stop);
        Assert.StartsWith("550 5.7.1 SF-3101 ann@dest.test: has not asked for stream bulk", await SendAsync(client, "ann@dest.test"), StringComparison.Ordinal);

        var link = (await server.RunAsync("consent", "request", "Ann@dest.test")).GetProperty("url").GetString()!;
        using var http = new HttpClient();
        Assert.Contains("Yes, I asked for it", await http.GetStringAsync(link, Stop), StringComparison.Ordinal);
        Assert.StartsWith("550", await SendAsync(client, "ann@dest.test"), StringComparison.Ordinal);
        using var forged = await http.PostAsync(link[..^2] + "AA", null, Stop);
        Assert.Equal(HttpStatusCode.NotFound, forged.StatusCode);
        using var pressed = await http.PostAsync(link, null, Stop);
        Assert.Equal(HttpStatusCode.OK, pressed.StatusCode);
        await server.KillAsync();
        await server.StartAsync();
        using var again = await MailClient.ConnectAsync(server.Submission, Stop);
        Assert.StartsWith("250", await SendAsync(again, "ann@dest.test"), StringComparison.Ordinal);
        var record = Assert.Single((await server.RunAsync("consent", "show", "ann@dest.test")).EnumerateArray());
        Assert.Equal(("double-opt-in", "127.0.0.1"), (record.GetProperty("how").GetString(), record.GetProperty("source_address").GetString()));
        Assert.Equal(2, (await server.RunAsync("consent", "rotate-key")).GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task PurchasedList_IsRefusedAtTheGate_AndNoneOfItLeaves()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await using var server = Server(sink, "consent.required=default", $"dns.servers=127.0.0.1:{FreePorts.Next()}", "dns.timeout=1s");
        await server.StartAsync();
        var folder = Directory.CreateTempSubdirectory("standfast-list-");
        try
        {
            var (dead, list) = (Path.Combine(folder.FullName, "dead.csv"), Path.Combine(folder.FullName, "list.csv"));
            var gone = Enumerable.Range(0, 150).Select(number => $"person{number}@dest.test").ToList();
            await File.WriteAllLinesAsync(dead, gone, Stop);
            Assert.Equal(150, (await server.RunAsync("suppress", "import", dead, "--reason", "hard-bounce")).GetProperty("added").GetInt32());
            await File.WriteAllLinesAsync(list, [.. gone, .. Enumerable.Range(150, 800).Select(number => $"person{number}@dest.test"), .. Enumerable.Range(0, 50).Select(number => $"trap{number}@gmial.com")], Stop);

            var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).ToString("yyyy-MM-dd", null);
            var (exit, output, _) = await server.AskAsync("list", "check", list, "--source", "a friend's fair", "--collected", today);
            Assert.Equal(65, exit);
            Assert.Contains("\"verdict\":\"refuse\"", output, StringComparison.Ordinal);
            Assert.Contains("SF-3204", output, StringComparison.Ordinal);
            Assert.Contains("SF-3208", output, StringComparison.Ordinal);
            (exit, output, _) = await server.AskAsync("consent", "import", list, "--source", "a friend's fair", "--collected", today);
            Assert.Equal(65, exit);
            Assert.Contains("\"added\":0", output, StringComparison.Ordinal);

            var left = 0;
            for (var number = 0; number < 300;)
            {
                // A session with many refusals is ended.
                using var one = await MailClient.ConnectAsync(server.Submission, Stop);
                for (var end = number + 10; number < end; number++)
                    if ((await SendAsync(one, $"person{number}@dest.test"))[0] == '2') left++;
            }

            Assert.Equal(0, left);
            using var client = await MailClient.ConnectAsync(server.Submission, Stop);
            Assert.StartsWith("250", await client.SendAsync("me@mail.example.org", "person200@dest.test", "", Stop), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ServerProcess Server(ScriptedSink sink, params string[] settings)
    {
        var port = FreePorts.Next();
        return new ServerProcess(["submission.trusted_networks=127.0.0.1/32", $"delivery.relay=127.0.0.1:{sink.Port}", $"http.listen=127.0.0.1:{port}", $"http.public_url=http://127.0.0.1:{port}", .. settings]);
    }

    private static Task<string> SendAsync(MailClient client, string to) => client.SendAsync("me@mail.example.org", to, "X-Standfast-Stream: bulk\r\n", Stop);
}
