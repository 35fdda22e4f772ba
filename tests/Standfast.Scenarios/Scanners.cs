using System.Globalization;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>
/// Real scanners are stopped, hang and come back in the middle of a run: nothing they would have found leaves, nothing that was acknowledged is lost, and what had to wait goes
/// when they are back.
/// </summary>
public sealed class Scanners
{
    private const int Messages = 400;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StoppedAndHanging_LoseAndLeakNothing()
    {
        await using var clamd = new ClamdServer();
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await clamd.StartAsync();
        await using var server = new ServerProcess("submission.trusted_networks=127.0.0.1/32", $"delivery.relay=127.0.0.1:{sink.Port}", $"scanner.clamav={clamd.Socket}", "scanner.timeout=1s");
        await server.StartAsync();
        var waiting = new Queue<int>(Enumerable.Range(0, Messages));
        var (acknowledged, refused, deferred) = (new HashSet<int>(), new HashSet<int>(), 0);
        using var client = await SmtpTalk.ConnectAsync(server.Submission, Stop);
        for (var sent = 0; waiting.Count > 0; sent++)
        {
            Assert.True(sent < 20 * Messages, "the scanner does not come back");
            if (sent == 80) await clamd.StopAsync();
            if (sent == 160) await clamd.StartAsync();
            if (sent == 240) await clamd.FreezeAsync();
            if (sent == 300) await clamd.ThawAsync();
            var number = waiting.Dequeue();
            var reply = await client.SendAsync(Body(number, IsBad(number) ? $"please run {ClamdServer.Marker}" : "your order is on its way"), Stop);
            if (reply.StartsWith("250", StringComparison.Ordinal)) Assert.True(acknowledged.Add(number));
            else if (reply.StartsWith("550 5.7.1 SF-6020", StringComparison.Ordinal)) Assert.True(refused.Add(number));
            else
            {
                Assert.StartsWith("451 4.7.1 SF-6025", reply, StringComparison.Ordinal);
                deferred++;
                waiting.Enqueue(number);
                // As a client would, much later: here until a probe may find the scanner again.
                if (sent > 300 || sent is > 160 and < 240) await Task.Delay(50, Stop);
            }
        }

        Assert.True(deferred > 50, $"only {deferred} were deferred: the scanner was not missed");
        Assert.Equal(Enumerable.Range(0, Messages).Where(IsBad), refused.Order());
        Assert.Equal(Enumerable.Range(0, Messages).Where(number => !IsBad(number)), acknowledged.Order());
        for (var wait = 0; wait < 600 && sink.Accepted.Count < acknowledged.Count; wait++) await Task.Delay(50, Stop);
        Assert.Equal(acknowledged.Order(), sink.Accepted.Select(NumberOf).Order());
        Assert.DoesNotContain(sink.Accepted, message => message.Contains(ClamdServer.Marker, StringComparison.Ordinal));
        var state = (await server.RunAsync("scanner", "ls"))[0];
        Assert.Equal(("clamav", "up", Messages), (state.GetProperty("name").GetString(), state.GetProperty("state").GetString(), state.GetProperty("scanned").GetInt32()));
    }

    [Fact]
    public async Task StreamThatIsHeldOnFailure_IsAcceptedAndDoesNotLeave()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        var nobody = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sock");
        await using var server = new ServerProcess("submission.trusted_networks=127.0.0.1/32", $"delivery.relay=127.0.0.1:{sink.Port}", $"scanner.clamav={nobody}", "scanner.on_failure=defer,alerts=hold");
        await server.StartAsync();
        using var client = await SmtpTalk.ConnectAsync(server.Submission, Stop);
        for (var number = 0; number < 10; number++)
        {
            Assert.StartsWith("451 4.7.1 SF-6025", await client.SendAsync(Body(number, "x"), Stop), StringComparison.Ordinal);
            Assert.StartsWith("250 2.0.0 Ok: queued as ", await client.SendAsync("X-Standfast-Stream: alerts\r\n" + Body(number, "x"), Stop), StringComparison.Ordinal);
        }

        Assert.Equal(10, (await server.RunAsync("queue", "ls", "--status", "held")).GetArrayLength());
        Assert.Empty(sink.Accepted);
    }

    [Fact]
    public async Task Rspamd_Rejects_AndIsMissedWhenItIsGone()
    {
        await using var rspamd = new RspamdServer();
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await rspamd.StartAsync();
        await using var server = new ServerProcess("submission.trusted_networks=127.0.0.1/32", $"delivery.relay=127.0.0.1:{sink.Port}", $"scanner.rspamd=http://127.0.0.1:{rspamd.Port}");
        await server.StartAsync();
        using var client = await SmtpTalk.ConnectAsync(server.Submission, Stop);
        Assert.StartsWith("250", await client.SendAsync(Body(1, "your order is on its way"), Stop), StringComparison.Ordinal);
        Assert.StartsWith("550 5.7.1 SF-6021", await client.SendAsync(Body(2, RspamdServer.TestPattern), Stop), StringComparison.Ordinal);
        await rspamd.StopAsync();
        Assert.StartsWith("451 4.7.1 SF-6025", await client.SendAsync(Body(3, RspamdServer.TestPattern), Stop), StringComparison.Ordinal);
        for (var wait = 0; wait < 200 && sink.Accepted.IsEmpty; wait++) await Task.Delay(50, Stop);
        Assert.Equal(1, NumberOf(Assert.Single(sink.Accepted)));
    }

    private static bool IsBad(int number) => number % 7 == 3;

    private static string Body(int number, string text) =>
        string.Create(CultureInfo.InvariantCulture, $"From: Shop <shop@mail.example.org>\r\nTo: customer{number}@example.net\r\nSubject: order {number}\r\n\r\nDear customer,\r\n{text}\r\n");

    private static int NumberOf(string message)
    {
        var at = message.IndexOf("Subject: order ", StringComparison.Ordinal) + "Subject: order ".Length;
        return int.Parse(message.AsSpan(at, message.IndexOf('\r', at) - at), CultureInfo.InvariantCulture);
    }
}
