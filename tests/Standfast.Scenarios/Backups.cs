using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>The spool is backed up while mail comes and goes, and restored elsewhere or in its own place: nothing is lost, and nothing is sent again unsaid.</summary>
public sealed class Backups : IDisposable
{
    private readonly ScriptedSink _sink;
    private volatile bool _isWilling;

    public Backups() => _sink = new ScriptedSink(command => Task.FromResult<string?>(
        !_isWilling && command.StartsWith("RCPT TO:<wait", StringComparison.Ordinal) ? "451 4.7.1 later" : ScriptedSink.Willing(command)));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string[] Settings => ["submission.trusted_networks=127.0.0.1/32", $"delivery.relay=127.0.0.1:{_sink.Port}", "delivery.retry=1s", "spool.segment_size_octets=1048576", "spool.reserve_size_octets=1048576"];

    public void Dispose() => _sink.Dispose();

    [Fact]
    public async Task BackupUnderLoad_RestoredIntoAFreshServer_LosesNothing()
    {
        await using var server = new ServerProcess(Settings);
        await server.StartAsync();
        var acknowledged = new ConcurrentQueue<string>();
        using var enough = new CancellationTokenSource();
        var load = Enumerable.Range(0, 4).Select(client => Task.Run(() => SubmitUntilAsync(server, client, acknowledged, enough.Token), Stop)).ToList();
        await UntilAsync(() => Task.FromResult(acknowledged.Count >= 80));
        string[] before = [.. acknowledged];
        var backup = Path.Combine(server.Data, "backup");
        var made = await server.RunAsync("spool", "backup", backup);
        await enough.CancelAsync();
        await Task.WhenAll(load);
        await server.KillAsync();
        Assert.Equal(0, made.GetProperty("damaged_ranges").GetInt64());
        Assert.InRange(made.GetProperty("undone").GetInt64(), before.Count(subject => subject.StartsWith("wait", StringComparison.Ordinal)), acknowledged.Count);

        string[] delivered = [.. Delivered];
        await using var fresh = new ServerProcess(Settings);
        var restored = await fresh.RunAsync("spool", "restore", backup, "--send");
        Assert.Equal(made.GetProperty("undone").GetInt64(), restored.GetProperty("messages").GetInt64());
        Assert.Contains("get their mail again", restored.GetProperty("next").GetString(), StringComparison.Ordinal);
        _isWilling = true;
        await fresh.StartAsync();
        await UntilAsync(async () => (await fresh.RunAsync("status")).GetProperty("queue_messages").GetInt64() == 0);
        Assert.Empty(before.Except(delivered).Except(Delivered));
        Assert.Empty(before.Where(subject => subject.StartsWith("wait", StringComparison.Ordinal)).Except(Delivered));
    }

    [Fact]
    public async Task Restore_SendsNothingAgain_UnlessItIsTold()
    {
        await using var server = new ServerProcess(Settings);
        await server.StartAsync();
        await SubmitAsync(server, "wait-1");
        var backup = Path.Combine(server.Data, "backup");
        await server.RunAsync("spool", "backup", backup);
        _isWilling = true;
        await UntilAsync(() => Task.FromResult(Delivered.Length == 1));
        await UntilAsync(async () => (await server.RunAsync("status")).GetProperty("queue_messages").GetInt64() == 0);
        await server.KillAsync();

        // In its own place: the event log knows that it was delivered since, or the spool that it replaces.
        var restored = await server.RunAsync("spool", "restore", backup, "--send");
        Assert.Equal((1, 1, 0), (Number(restored, "messages"), Number(restored, "ended"), Number(restored, "queued")));
        Assert.Contains("spool.replaced-", restored.GetProperty("replaced").GetString(), StringComparison.Ordinal);
        await server.StartAsync();
        await SubmitAsync(server, "later");
        await UntilAsync(() => Task.FromResult(Delivered.Contains("later")));
        Assert.Equal(["wait-1", "later"], Delivered);

        // Elsewhere nobody knows: it is held, until a person releases it.
        await using var fresh = new ServerProcess(Settings);
        restored = await fresh.RunAsync("spool", "restore", backup);
        Assert.Equal((1, 0, 1), (Number(restored, "messages"), Number(restored, "ended"), Number(restored, "held")));
        Assert.Contains("may have been delivered after", restored.GetProperty("next").GetString(), StringComparison.Ordinal);
        await fresh.StartAsync();
        var waiting = Assert.Single((await fresh.RunAsync("queue", "ls", "--status", "held")).EnumerateArray());
        var story = (await fresh.RunAsync("message", "show", waiting.GetProperty("id").GetString()!)).GetRawText();
        Assert.Contains("may have been delivered since", story, StringComparison.Ordinal);
        Assert.Contains("\"accepted\"", story, StringComparison.Ordinal);
        Assert.Equal(2, Delivered.Length);
        await fresh.RunAsync("queue", "release", "--all", "--reason", "it was not delivered");
        await UntilAsync(() => Task.FromResult(Delivered.Length == 3));
    }

    [Fact]
    public async Task Commands_WorkWithAndWithoutAServer_AndExitAsDocumented()
    {
        await using var server = new ServerProcess([.. Settings, "delivery.paused=true"]);
        await server.StartAsync();
        await SubmitAsync(server, "one");
        var full = Path.Combine(server.Data, "full");
        Directory.CreateDirectory(Path.Combine(full, "of-something"));
        foreach (var isRunning in (bool[])[true, false])
        {
            var stats = await server.RunAsync("spool", "stats");
            Assert.Equal((1, 0), (Number(stats, "messages"), Number(stats, "damaged_records")));
            Assert.Equal(isRunning, stats.GetProperty("live_bytes").ValueKind == JsonValueKind.Number);
            var verified = await server.RunAsync("spool", "verify");
            Assert.Equal((1, 1, 0), (Number(verified, "messages"), Number(verified, "undone"), Number(verified, "damaged_ranges")));
            var backup = Path.Combine(server.Data, $"backup-{isRunning}");
            Assert.Equal(1, Number(await server.RunAsync("spool", "backup", backup), "undone"));
            Assert.Equal(73, await ExitAsync(server, "spool", "backup", full));
            // While it runs it is in use; stopped, it holds undone mail that must not be put aside.
            Assert.Equal(isRunning ? 75 : 73, await ExitAsync(server, "spool", "restore", backup));
            if (isRunning) await server.TerminateAsync();
        }

        Assert.Equal(65, await ExitAsync(server, "spool", "restore", full));
        Assert.Equal(66, await ExitAsync(server, "spool", "verify", "--data", full));
    }

    private string[] Delivered => [.. _sink.Accepted.Select(Subject)];

    private static long Number(JsonElement answer, string name) => answer.GetProperty(name).GetInt64();

    private static async Task<int> ExitAsync(ServerProcess server, params string[] command) =>
        (await ServerProcess.RunToEndAsync(command.Contains("--data") ? command : [.. command, "--data", server.Data])).Exit;

    private static string Subject(string content) =>
        content.Split("\r\n").First(line => line.StartsWith("Subject: ", StringComparison.Ordinal))["Subject: ".Length..];

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var round = 0; !await holds(); round++)
        {
            Assert.True(round < 300, "it does not become true within 60 s");
            await Task.Delay(200, Stop);
        }
    }

    private static async Task SubmitUntilAsync(ServerProcess server, int client, ConcurrentQueue<string> acknowledged, CancellationToken enough)
    {
        for (var number = 0; !enough.IsCancellationRequested; number++)
        {
            var subject = $"{(number % 2 == 0 ? "wait" : "now")}-{client}-{number}";
            await SubmitAsync(server, subject);
            acknowledged.Enqueue(subject);
        }
    }

    /// <summary>One message, whose recipient is its subject, and a reply that it is accepted.</summary>
    private static async Task SubmitAsync(ServerProcess server, string subject)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Submission, Stop);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        await reader.ReadLineAsync(Stop);
        var body = string.Concat(Enumerable.Repeat($"{new string('x', 78)}\r\n", 100));
        foreach (var command in (string[])["HELO client.example", "MAIL FROM:<me@mail.example.org>", $"RCPT TO:<{subject}@example.net>", "DATA", $"From: me@mail.example.org\r\nSubject: {subject}\r\n\r\n{body}."])
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), Stop);
            var reply = await reader.ReadLineAsync(Stop) ?? "closed";
            Assert.True(reply[0] is '2' or '3', reply);
        }
    }
}
