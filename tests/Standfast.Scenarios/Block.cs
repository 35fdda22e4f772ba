using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>One provider blocks our address, as providers do: from one message to the next, with a text and a 5xx code.</summary>
public sealed class Block
{
    private const string Refusal = "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.1";

    /// <summary>Id of the newest message to the first provider.</summary>
    private string? _newest;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Block_PausesThatProvider_KeepsTheMail_OpensAnIncident_SurvivesAKill_AndIsResumedInSteps()
    {
        var (isBlocked, refused) = (false, 0);
        var port = FreePorts.Next();
        using var first = new ScriptedSink(
            command =>
            {
                if (!isBlocked || !command.StartsWith("MAIL", StringComparison.Ordinal)) return Task.FromResult<string?>(ScriptedSink.Willing(command));
                Interlocked.Increment(ref refused);
                return Task.FromResult<string?>(Refusal);
            },
            new IPEndPoint(IPAddress.Parse("127.0.0.2"), port));
        using var second = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)), new IPEndPoint(IPAddress.Parse("127.0.0.3"), port));
        await using var dns = new KnotServer();
        await dns.StartAsync("a MX 10 mx.a\nmx.a A 127.0.0.2\nb MX 10 mx.b\nmx.b A 127.0.0.3");
        await using var server = new ServerProcess(
            "submission.trusted_networks=127.0.0.1/32", $"dns.servers=127.0.0.1:{dns.Port}", $"delivery.port={port}", "delivery.families=ipv4", "delivery.retry=1s", "delivery.retry_rate_limited=1s",
            "reputation.pause=60s", "reputation.longest_pause=60s", "reputation.step=2s");
        await server.StartAsync();
        for (var count = 0; count < 10; count++) await SubmitAsync(server);
        await UntilAsync(() => Task.FromResult(Taken(first) == 10 && Taken(second) == 10));

        isBlocked = true;
        for (var count = 0; count < 30; count++) await SubmitAsync(server);
        await UntilAsync(() => Task.FromResult(Taken(second) == 40));
        Assert.InRange(refused, 1, 5);
        var state = Assert.Single((await server.RunAsync("state", "ls")).EnumerateArray());
        Assert.Equal(("paused", "system", "mx.a.test"), (Text(state, "state"), Text(state, "source"), Text(state, "provider")));
        var incident = Assert.Single((await server.RunAsync("incident", "ls")).EnumerateArray());
        Assert.Equal(("open", "mx.a.test", "blocklist", Refusal), (Text(incident, "status"), Text(incident, "counterparty"), Text(incident, "cause"), Text(incident, "text")));
        // What went to the second provider leaves the queue when its results are on the disk.
        await UntilAsync(async () => (await server.RunAsync("status")).GetProperty("queue_messages").GetInt32() == 30);

        // Why is it not delivered: of the provider, of an address, and of the newest message, which was never tried.
        foreach (var subject in (string[])["mx.a.test", "you@a.test", _newest!])
        {
            var explained = await server.RunAsync("explain", subject);
            Assert.Equal("paused", Text(explained, "verdict"));
            Assert.Contains(Refusal, Text(explained, "text"), StringComparison.Ordinal);
            Assert.Contains("INC-1", Text(explained, "next_step"), StringComparison.Ordinal);
        }

        Assert.Equal("delivered", Text(await server.RunAsync("explain", "you@b.test"), "verdict"));
        Assert.Equal("open", Text(await server.RunAsync("explain", "mx.b.test"), "verdict"));

        await server.KillAsync();
        isBlocked = false;
        await server.StartAsync();
        Assert.Equal("paused", Text(Assert.Single((await server.RunAsync("state", "ls")).EnumerateArray()), "state"));
        Assert.Equal("INC-1", Text(Assert.Single((await server.RunAsync("incident", "ls")).EnumerateArray()), "id"));
        Assert.Equal(10, Taken(first));

        // The probe, ten, then all that waits.
        await UntilAsync(() => Task.FromResult(Taken(first) == 40));
        Assert.InRange(refused, 1, 5);
        // Each further step goes on only where something is sent.
        await UntilAsync(async () =>
        {
            await SubmitAsync(server);
            return (await server.RunAsync("incident", "ls")).GetArrayLength() == 0;
        });
        Assert.Empty((await server.RunAsync("state", "ls")).EnumerateArray());
        var history = (await server.RunAsync("incident", "show", "INC-1")).GetProperty("timeline").EnumerateArray().Select(entry => Text(entry, "text")!).ToList();
        Assert.Contains(history, text => text.Contains("one message is the probe", StringComparison.Ordinal));
        Assert.Contains(history, text => text.Contains("step 1: 10 messages", StringComparison.Ordinal));
        Assert.Contains(File.ReadLines(Path.Combine(server.Data, "alerts.jsonl")), line => line.Contains("INC-1", StringComparison.Ordinal) && line.Contains("\"incident\"", StringComparison.Ordinal));
        Assert.Equal(0, (await server.RunAsync("status")).GetProperty("events").TryGetProperty("bounced", out var bounced) ? bounced.GetInt32() : 0);
    }

    // A sink that has refused MAIL still takes DATA, and then an empty content (RFC 2920 §3.1).
    private static int Taken(ScriptedSink sink) => sink.Accepted.Count(content => content.Length > 0);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(150));
        while (!await condition()) await Task.Delay(TimeSpan.FromMilliseconds(200), limit.Token);
    }

    /// <summary>One message to each of the two providers.</summary>
    private async Task SubmitAsync(ServerProcess server)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Submission, Stop);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        var reply = await reader.ReadLineAsync(Stop) ?? "";
        string[] commands =
        [
            "HELO client.example",
            "MAIL FROM:<me@mail.example.org>", "RCPT TO:<you@a.test>", "DATA", "From: me@mail.example.org\r\nSubject: hello\r\n\r\nhello\r\n.",
            "MAIL FROM:<me@mail.example.org>", "RCPT TO:<you@b.test>", "DATA", "From: me@mail.example.org\r\nSubject: hello\r\n\r\nhello\r\n.",
        ];
        var isToFirst = false;
        foreach (var command in commands)
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), Stop);
            reply = await reader.ReadLineAsync(Stop) ?? "";
            Assert.True(reply.Length > 0 && reply[0] is '2' or '3', reply);
            if (command.StartsWith("RCPT TO:<you@a", StringComparison.Ordinal)) isToFirst = true;
            if (!command.StartsWith("From", StringComparison.Ordinal)) continue;
            if (isToFirst) _newest = reply[(reply.LastIndexOf(' ') + 1)..];
            isToFirst = false;
        }
    }
}
