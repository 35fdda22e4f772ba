using System.Net;
using System.Net.Sockets;
using System.Text;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>The disk fails a sync (EIO injected by strace): nothing more is acknowledged, health says why, and what was acknowledged is there after a restart.</summary>
public sealed class DiskFailure
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FailedSync_EndsAcknowledging_ForGood()
    {
        await using var server = new ServerProcess("submission.trusted_networks=127.0.0.1/32", "delivery.paused=true");
        await server.StartAsync();
        Assert.StartsWith("250", await SubmitAsync(server, "before"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await HealthAsync(server)).Status);

        using (var strace = Tool.StartDaemon("strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync,fsync", "-e", "inject=fdatasync,fsync:error=EIO", "-p", $"{server.ProcessId}"))
        {
            await TracedAsync(server.ProcessId);
            Assert.StartsWith("4", await SubmitAsync(server, "during"), StringComparison.Ordinal);
            await Tool.TerminateAsync(strace);
        }

        // The disk works again, but what it lost meanwhile cannot be known: only a restart reads it anew.
        Assert.StartsWith("4", await SubmitAsync(server, "after"), StringComparison.Ordinal);
        var (status, why) = await HealthAsync(server);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("Input/output error", why, StringComparison.Ordinal);
        Assert.Contains("spool", why, StringComparison.Ordinal);

        await server.KillAsync();
        await server.StartAsync();
        Assert.StartsWith("250", await SubmitAsync(server, "restarted"), StringComparison.Ordinal);
        Assert.Contains((await server.RunAsync("status")).GetProperty("queue_messages").GetInt64(), new long[] { 2, 3 });
    }

    [Fact]
    public async Task FailedSync_EndsTheServer_WhereSystemdStartsItAnew()
    {
        await using var server = new ServerProcess("submission.trusted_networks=127.0.0.1/32", "delivery.paused=true");
        var path = Path.Combine(server.Data, "notify");
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(path));
        await server.StartAsync(("NOTIFY_SOCKET", path));
        Assert.StartsWith("250", await SubmitAsync(server, "before"), StringComparison.Ordinal);
        using (var strace = Tool.StartDaemon("strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync,fsync", "-e", "inject=fdatasync,fsync:error=EIO", "-p", $"{server.ProcessId}"))
        {
            await TracedAsync(server.ProcessId);
            Assert.StartsWith("4", await SubmitAsync(server, "during"), StringComparison.Ordinal);
            await Tool.TerminateAsync(strace);
        }

        Assert.Equal(74, await server.WaitForEndAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("\"EventId\":1008", server.Output, StringComparison.Ordinal);
        await server.StartAsync();
        Assert.StartsWith("250", await SubmitAsync(server, "anew"), StringComparison.Ordinal);
        Assert.Contains((await server.RunAsync("status")).GetProperty("queue_messages").GetInt64(), new long[] { 2, 3 });
    }

    private static async Task TracedAsync(int process)
    {
        for (var round = 0; round < 100; round++)
        {
            var tasks = Directory.GetDirectories($"/proc/{process}/task");
            if (tasks.All(task => !File.ReadAllText(Path.Combine(task, "status")).Contains("TracerPid:\t0", StringComparison.Ordinal))) return;
            await Task.Delay(100, Stop);
        }

        throw new TimeoutException("strace does not attach");
    }

    private static async Task<(HttpStatusCode Status, string Body)> HealthAsync(ServerProcess server)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync($"http://127.0.0.1:{server.Http}/readyz", Stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    /// <returns>The first reply that is not what the dialogue wants, or the reply to the final dot.</returns>
    private static async Task<string> SubmitAsync(ServerProcess server, string subject)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Submission, Stop);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        var reply = await reader.ReadLineAsync(Stop) ?? "";
        foreach (var command in (string[])["HELO client.example", "MAIL FROM:<me@mail.example.org>", "RCPT TO:<you@mail.example.org>", "DATA", $"From: me@mail.example.org\r\nSubject: {subject}\r\n\r\nbody\r\n."])
        {
            if (reply[0] is not ('2' or '3')) return reply;
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), Stop);
            reply = await reader.ReadLineAsync(Stop) ?? "421 closed";
        }

        return reply;
    }
}
