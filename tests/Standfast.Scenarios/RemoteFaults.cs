using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>What remote servers do to us, found through a real DNS server: each outcome, timeline and DSN.</summary>
public sealed class RemoteFaults
{
    private const string Zone = """
        dest MX 10 mx.dest
        mx.dest A 127.0.0.1
        dead MX 10 gone.dead
        dead MX 20 mx.dest
        gone.dead A 127.0.0.99
        null MX 0 .
        empty TXT "no mail here"
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Greylisted_IsDeliveredAtTheNextTry()
    {
        var tries = 0;
        await TryAsync(
            command => Task.FromResult<string?>(command.StartsWith("RCPT", StringComparison.Ordinal) && Interlocked.Increment(ref tries) == 1 ? "451 4.7.1 greylisted" : ScriptedSink.Willing(command)),
            ["a@dest.test"], async (server, sink, id) =>
            {
                var message = await WaitDoneAsync(server, id);
                Assert.Equal(["accepted", "attempted", "deferred", "attempted", "delivered"], Events(message));
                Assert.Contains("451 4.7.1 greylisted", message.ToString(), StringComparison.Ordinal);
                Assert.Single(sink.Accepted);
                Assert.Empty(server.Mailbox("mail.example.org", "me"));
            });
    }

    [Fact]
    public async Task OneBadRecipient_Bounces_AndTheOthersGetTheMail()
    {
        await TryAsync(
            command => Task.FromResult<string?>(command.Contains("<bad@", StringComparison.Ordinal) ? "550 5.1.1 no such user" : ScriptedSink.Willing(command)),
            ["a@dest.test", "bad@dest.test", "b@dest.test"], async (server, sink, id) =>
            {
                var message = await WaitDoneAsync(server, id);
                Assert.Equal(["bounced", "delivered", "delivered"], message.GetProperty("recipients").EnumerateArray().Select(recipient => recipient.GetProperty("status").GetString()!).Order());
                Assert.Single(sink.Accepted);
                var bounce = await File.ReadAllTextAsync(Assert.Single(await server.WaitForMailAsync("mail.example.org", "me", 1)), Stop);
                Assert.Contains("Final-Recipient: rfc822; bad@dest.test\r\nAction: failed\r\nStatus: 5.1.1", bounce, StringComparison.Ordinal);
                Assert.Contains("Diagnostic-Code: smtp; 550 5.1.1 no such user", bounce, StringComparison.Ordinal);
            });
    }

    [Fact]
    public async Task DeadFirstMx_IsPassedOver()
    {
        await TryAsync(command => Task.FromResult<string?>(ScriptedSink.Willing(command)), ["a@dead.test"], async (server, sink, id) =>
        {
            Assert.Equal(["accepted", "attempted", "delivered"], Events(await WaitDoneAsync(server, id)));
            Assert.Single(sink.Accepted);
        });
    }

    [Fact]
    public async Task ClosedAfterTheFinalDot_IsTriedAgain()
    {
        var tries = 0;
        await TryAsync(
            command => Task.FromResult(command == "." && Interlocked.Increment(ref tries) == 1 ? null : ScriptedSink.Willing(command)),
            ["a@dest.test"], async (server, sink, id) =>
            {
                var message = await WaitDoneAsync(server, id);
                Assert.Equal(["accepted", "attempted", "deferred", "attempted", "delivered"], Events(message));
                Assert.Contains("closed the connection in content", message.ToString(), StringComparison.Ordinal);
            });
    }

    [Fact]
    public async Task Tarpit_HoldsUpNobodyElse()
    {
        var release = new TaskCompletionSource();
        var first = 0;
        await TryAsync(
            async command =>
            {
                if (command == "CONNECT" && Interlocked.Increment(ref first) == 1) await release.Task.WaitAsync(Stop);
                return ScriptedSink.Willing(command);
            },
            ["a@dest.test"], async (server, sink, held) =>
            {
                await WaitDoneAsync(server, await SubmitAsync(server, ["b@dead.test"]));
                Assert.Single(sink.Accepted);
                Assert.Equal("queued", (await server.RunAsync("message", "show", held)).GetProperty("state").GetString());
                release.SetResult();
                Assert.Equal(["accepted", "attempted", "delivered"], Events(await WaitDoneAsync(server, held)));
            });
    }

    [Theory]
    [InlineData("a@null.test", "556 5.1.10")]
    [InlineData("a@nowhere.test", "550 5.1.2")]
    [InlineData("a@empty.test", "550 5.1.2")]
    public async Task Undeliverable_BouncesAtOnce(string recipient, string status)
    {
        await TryAsync(command => Task.FromResult<string?>(ScriptedSink.Willing(command)), [recipient], async (server, _, id) =>
        {
            var message = await WaitDoneAsync(server, id);
            Assert.Equal("bounced", Events(message)[^1]);
            Assert.Contains(status, message.ToString(), StringComparison.Ordinal);
            var bounce = await File.ReadAllTextAsync(Assert.Single(await server.WaitForMailAsync("mail.example.org", "me", 1)), Stop);
            Assert.Contains($"Final-Recipient: rfc822; {recipient}\r\nAction: failed\r\nStatus: {status.Split(' ')[1]}", bounce, StringComparison.Ordinal);
        });
    }

    private static async Task TryAsync(Func<string, Task<string?>> script, string[] recipients, Func<ServerProcess, ScriptedSink, string, Task> check)
    {
        using var sink = new ScriptedSink(script);
        await using var dns = new KnotServer();
        await dns.StartAsync(Zone);
        await using var server = new ServerProcess(
            "submission.trusted_networks=127.0.0.1/32", $"dns.servers=127.0.0.1:{dns.Port}", $"delivery.port={sink.Port}", "delivery.retry=1s");
        await server.StartAsync();
        await check(server, sink, await SubmitAsync(server, recipients));
    }

    private static async Task<string> SubmitAsync(ServerProcess server, string[] recipients)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Submission, Stop);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        await using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII) { AutoFlush = true };
        await reader.ReadLineAsync(Stop);
        var reply = "";
        foreach (var command in (string[])["HELO client.example", "MAIL FROM:<me@mail.example.org>", .. recipients.Select(recipient => $"RCPT TO:<{recipient}>"), "DATA", "From: me@mail.example.org\r\nSubject: hello\r\n\r\nbody\r\n."])
        {
            await writer.WriteAsync(command + "\r\n");
            reply = await reader.ReadLineAsync(Stop) ?? "";
            Assert.True(reply[0] is '2' or '3', reply);
        }

        return reply[^26..];
    }

    private static async Task<JsonElement> WaitDoneAsync(ServerProcess server, string id)
    {
        for (var round = 0; round < 600; round++)
        {
            var message = await server.RunAsync("message", "show", id);
            if (message.GetProperty("state").GetString() == "done") return message;
            await Task.Delay(100, Stop);
        }

        throw new TimeoutException((await server.RunAsync("message", "show", id)).ToString());
    }

    private static string[] Events(JsonElement message) => [.. message.GetProperty("timeline").EnumerateArray().Select(entry => entry.GetProperty("event").GetString()!)];
}
