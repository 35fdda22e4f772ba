using System.Collections.Concurrent;
using System.Globalization;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>
/// Real scanners are stopped, hang and come back in the middle of a run: nothing they would have found leaves, nothing that was acknowledged is lost, and what had to wait goes
/// when they are back.
/// </summary>
public sealed class Scanners
{
    private const int Messages = 600;

    private const int Sessions = 8;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StoppedAndHanging_LoseAndLeakNothing()
    {
        await using var clamd = new ClamdServer();
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await clamd.StartAsync();
        await using var server = new ServerProcess("submission.trusted_networks=127.0.0.1/32", $"delivery.relay=127.0.0.1:{sink.Port}", $"scanner.clamav={clamd.Socket}", "scanner.timeout=1s");
        await server.StartAsync();
        var run = new Run(server.Submission, new ConcurrentQueue<int>(Enumerable.Range(0, Messages)));
        var sessions = Enumerable.Range(0, Sessions).Select(_ => run.SendAllAsync()).ToList();
        // What is scanned at each of these moments is cut off or kept waiting in the middle.
        await Run.UntilAsync(() => run.Answered >= 100);
        await clamd.StopAsync();
        var before = run.Deferred;
        await Run.UntilAsync(() => run.Deferred >= before + 20);
        await clamd.StartAsync();
        await Run.UntilAsync(() => run.Answered >= 300);
        await clamd.FreezeAsync();
        before = run.Deferred;
        await Run.UntilAsync(() => run.Deferred >= before + 20);
        await clamd.ThawAsync();
        await Task.WhenAll(sessions);

        Assert.Equal(Enumerable.Range(0, Messages).Where(IsBad), run.Refused.Order());
        Assert.Equal(Enumerable.Range(0, Messages).Where(number => !IsBad(number)), run.Acknowledged.Order());
        for (var wait = 0; wait < 600 && sink.Accepted.Count < run.Acknowledged.Count; wait++) await Task.Delay(50, Stop);
        Assert.Equal(run.Acknowledged.Order(), sink.Accepted.Select(NumberOf).Order());
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
    public async Task MessageLargerThanClamdTakes_IsHeld()
    {
        await using var clamd = new ClamdServer();
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await clamd.StartAsync();
        await using var server = new ServerProcess("submission.trusted_networks=127.0.0.1/32", $"delivery.relay=127.0.0.1:{sink.Port}", $"scanner.clamav={clamd.Socket}");
        await server.StartAsync();
        using var client = await SmtpTalk.ConnectAsync(server.Submission, Stop);
        var large = string.Concat(Enumerable.Repeat(new string('x', 78) + "\r\n", 4 * 1024 * 1024 / 80));
        var reply = await client.SendAsync(Body(1, large), Stop);
        Assert.StartsWith("250 2.0.0 Ok: queued as ", reply, StringComparison.Ordinal);
        Assert.EndsWith("held: SF-6024", reply, StringComparison.Ordinal);
        Assert.StartsWith("250", await client.SendAsync(Body(2, "small"), Stop), StringComparison.Ordinal);
        for (var wait = 0; wait < 200 && sink.Accepted.IsEmpty; wait++) await Task.Delay(50, Stop);
        Assert.Equal(2, NumberOf(Assert.Single(sink.Accepted)));
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

    /// <summary>Clients that send what waits, and put back what is to be tried later.</summary>
    private sealed class Run(int port, ConcurrentQueue<int> waiting)
    {
        private int _deferred;

        public ConcurrentQueue<int> Acknowledged { get; } = new();

        public ConcurrentQueue<int> Refused { get; } = new();

        public int Deferred => Volatile.Read(ref _deferred);

        public int Answered => Acknowledged.Count + Refused.Count;

        public async Task SendAllAsync()
        {
            using var client = await SmtpTalk.ConnectAsync(port, Stop);
            for (var idle = 0; Answered < Messages;)
            {
                Assert.True(idle++ < 20_000, "the scanner does not come back");
                if (!waiting.TryDequeue(out var number))
                {
                    await Task.Delay(20, Stop);
                    continue;
                }

                var reply = await client.SendAsync(Body(number, IsBad(number) ? $"please run {ClamdServer.Marker}" : "your order is on its way"), Stop);
                if (reply.StartsWith("250", StringComparison.Ordinal)) Acknowledged.Enqueue(number);
                else if (reply.StartsWith("550 5.7.1 SF-6020", StringComparison.Ordinal)) Refused.Enqueue(number);
                else
                {
                    Assert.StartsWith("451 4.7.1 SF-6025", reply, StringComparison.Ordinal);
                    Interlocked.Increment(ref _deferred);
                    waiting.Enqueue(number);
                    // A client would wait for minutes.
                    await Task.Delay(20, Stop);
                }
            }
        }

        public static async Task UntilAsync(Func<bool> holds)
        {
            for (var round = 0; !holds(); round++)
            {
                Assert.True(round < 3_000, "it does not become true within 60 s");
                await Task.Delay(20, Stop);
            }
        }
    }
}
