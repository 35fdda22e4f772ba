using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>An operator asks how the world is spoken to: who has slowed us down, and who does not answer.</summary>
public sealed class Sites
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SiteLs_ShowsWhoSlowsUsDown()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(command.StartsWith("MAIL", StringComparison.Ordinal) ? "450 4.7.0 too much mail from you" : ScriptedSink.Willing(command)));
        await using var server = new ServerProcess("submission.trusted_networks=127.0.0.1/32", $"delivery.relay=127.0.0.1:{sink.Port}", "delivery.retry=1s");
        await server.StartAsync();
        await SubmitAsync(server);
        var site = await FindAsync(server, "limited");
        Assert.Equal(("default", "system", "closed"), (site.GetProperty("pool").GetString(), site.GetProperty("source").GetString(), site.GetProperty("breaker").GetString()));
        Assert.True(site.GetProperty("rate_per_second").GetDouble() > 0);
        Assert.Empty((await server.RunAsync("site", "ls", "--site", "elsewhere")).EnumerateArray());
    }

    [Fact]
    public async Task SiteLs_ShowsWhoDoesNotAnswer()
    {
        await using var server = new ServerProcess("submission.trusted_networks=127.0.0.1/32", $"delivery.relay=127.0.0.1:{FreePorts.Next()}", "delivery.retry=1s");
        await server.StartAsync();
        await SubmitAsync(server);
        var site = await FindAsync(server, "down");
        Assert.Contains("refused", site.GetProperty("reason").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<JsonElement> FindAsync(ServerProcess server, string state)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var sites = await server.RunAsync("site", "ls");
            if (sites.EnumerateArray().FirstOrDefault(site => site.GetProperty("state").GetString() == state) is { ValueKind: JsonValueKind.Object } found) return found.Clone();
            await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
        }
    }

    private static async Task SubmitAsync(ServerProcess server)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Submission, Stop);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        var reply = await reader.ReadLineAsync(Stop) ?? "";
        foreach (var command in (string[])["HELO client.example", "MAIL FROM:<me@mail.example.org>", "RCPT TO:<you@example.net>", "DATA", "From: me@mail.example.org\r\nSubject: hello\r\n\r\nhello\r\n."])
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), Stop);
            reply = await reader.ReadLineAsync(Stop) ?? "";
            Assert.True(reply.Length > 0 && reply[0] is '2' or '3', reply);
        }
    }
}
