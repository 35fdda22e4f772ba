using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>
/// The file system of the spool is full, of octets or of inodes: clients get 452, mail that was accepted is delivered and recorded,
/// and all goes on by itself when there is space again.
/// </summary>
public sealed class FullDisk
{
    private static readonly string[] s_settings =
    [
        "submission.trusted_networks=127.0.0.1/32", "spool.segment_size_octets=1048576", "spool.reserve_size_octets=1048576", "delivery.retry=1s",
        "spool.min_free_octets=4194304", "spool.min_free_inodes=8",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public Task NoOctets_OnATmpfs() => TellAsync(server => MountAsync(server, "-t", "tmpfs", "-o", "size=32m", "none"), FillOctets, "octets free");

    [Fact]
    public async Task NoOctets_OnExt4()
    {
        var image = Path.GetTempFileName();
        try
        {
            using (var file = File.OpenWrite(image)) file.SetLength(64 * 1024 * 1024);
            await Tool.RunAsync("mkfs.ext4", "-q", "-F", image);
            await TellAsync(server => MountAsync(server, "-o", "loop", image), FillOctets, "octets free");
        }
        finally
        {
            File.Delete(image);
        }
    }

    [Fact]
    public Task NoInodes() => TellAsync(server => MountAsync(server, "-t", "tmpfs", "-o", "size=64m,nr_inodes=256", "none"), FillInodes, "inodes free");

    /// <summary>Without floors it is the disk itself that says no, in the middle of the work; and a start finds it like that.</summary>
    [Fact]
    public async Task NoFloors_RefuseInTheContent_AndLoseNothing()
    {
        await using var server = new ServerProcess([.. s_settings, "spool.min_free_octets=0", "spool.min_free_inodes=0", "delivery.paused=true"]);
        await MountAsync(server, "-t", "tmpfs", "-o", "size=20m", "none");
        try
        {
            await server.StartAsync();
            var accepted = 0;
            string reply;
            while ((reply = await SubmitAsync(server, $"big {accepted}", 200_000)).StartsWith("250", StringComparison.Ordinal)) accepted++;
            Assert.StartsWith("452 4.3.1", reply, StringComparison.Ordinal);
            Assert.InRange(accepted, 20, 80);
            Assert.Contains("next segment", (await HealthAsync(server)).Body, StringComparison.Ordinal);
            for (var start = 0; start < 3; start++)
            {
                Assert.Equal(accepted, await QueuedAsync(server));
                await server.KillAsync();
                await server.StartAsync();
            }

            Assert.StartsWith("452 4.3.1", await SubmitAsync(server, "again", 10), StringComparison.Ordinal);
        }
        finally
        {
            await UnmountAsync(server);
        }
    }

    private static async Task TellAsync(Func<ServerProcess, Task> mount, Func<string, IReadOnlyList<string>> fill, string reason)
    {
        var isWilling = false;
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(command.StartsWith("RCPT", StringComparison.Ordinal) && !isWilling ? "451 4.7.1 later" : ScriptedSink.Willing(command)));
        await using var server = new ServerProcess([.. s_settings, $"delivery.relay=127.0.0.1:{sink.Port}"]);
        await mount(server);
        try
        {
            await server.StartAsync();
            foreach (var subject in (string[])["one", "two", "three"]) Assert.StartsWith("250", await SubmitAsync(server, subject, 10), StringComparison.Ordinal);
            var ballast = fill(server.Data);
            await UntilAsync(async () => (await HealthAsync(server)).Status == HttpStatusCode.ServiceUnavailable);
            Assert.Contains(reason, (await HealthAsync(server)).Body, StringComparison.Ordinal);
            Assert.StartsWith("452 4.3.1", await SubmitAsync(server, "refused", 10), StringComparison.Ordinal);
            Assert.Equal("full", (await server.RunAsync("status")).GetProperty("state").GetString());

            // What was accepted is delivered and recorded on the full disk: a start does not do it again.
            isWilling = true;
            await UntilAsync(async () => await QueuedAsync(server) == 0);
            await server.KillAsync();
            await server.StartAsync();
            Assert.Equal(0, await QueuedAsync(server));
            // While it opened, the room that it keeps for that was free.
            await UntilAsync(async () => (await HealthAsync(server)).Status == HttpStatusCode.ServiceUnavailable);
            Assert.StartsWith("452 4.3.1", await SubmitAsync(server, "refused", 10), StringComparison.Ordinal);

            // It also starts again where it was stopped as it should be.
            Assert.Equal(0, await server.TerminateAsync());
            await server.StartAsync();
            await UntilAsync(async () => (await HealthAsync(server)).Status == HttpStatusCode.ServiceUnavailable);
            Assert.StartsWith("452 4.3.1", await SubmitAsync(server, "refused", 10), StringComparison.Ordinal);

            foreach (var file in ballast) File.Delete(file);
            await UntilAsync(async () => (await SubmitAsync(server, "four", 10)).StartsWith("250", StringComparison.Ordinal));
            await UntilAsync(async () => await QueuedAsync(server) == 0);
            Assert.Equal(HttpStatusCode.OK, (await HealthAsync(server)).Status);
            Assert.Equal(["four", "one", "three", "two"], sink.Accepted.Select(Subject).Order(StringComparer.Ordinal));
            Assert.Contains("no new mail is taken", server.Output, StringComparison.Ordinal);
            Assert.Contains("new mail is taken again", server.Output, StringComparison.Ordinal);
        }
        finally
        {
            await UnmountAsync(server);
        }
    }

    private static async Task MountAsync(ServerProcess server, params string[] arguments)
    {
        using var mount = Tool.Start("mount", [.. arguments, server.Data]);
        var error = await mount.StandardError.ReadToEndAsync(Stop);
        await mount.WaitForExitAsync(Stop);
        Assert.SkipUnless(mount.ExitCode == 0, $"a small file system cannot be mounted here (it takes root): {error.Trim()}");
    }

    private static async Task UnmountAsync(ServerProcess server)
    {
        if (server.IsRunning) await server.KillAsync();
        await Tool.RunAsync("umount", server.Data);
    }

    private static List<string> FillOctets(string folder)
    {
        var path = Path.Combine(folder, "ballast");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        // Large pieces first, then what is left in small ones.
        foreach (var size in (int[])[1024 * 1024, 64 * 1024, 4096])
        {
            try
            {
                while (true) file.Write(new byte[size]);
            }
            catch (IOException)
            {
                // Full.
            }
        }

        return [path];
    }

    private static List<string> FillInodes(string folder)
    {
        var made = new List<string>();
        try
        {
            for (var number = 0; ; number++)
            {
                File.WriteAllText(Path.Combine(folder, $"ballast-{number}"), "");
                made.Add(Path.Combine(folder, $"ballast-{number}"));
            }
        }
        catch (IOException)
        {
            return made;
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var round = 0; !await holds(); round++)
        {
            Assert.True(round < 100, "it does not become true within 20 s");
            await Task.Delay(200, Stop);
        }
    }

    private static async Task<int> QueuedAsync(ServerProcess server)
    {
        using var http = new HttpClient();
        var page = await http.GetStringAsync($"http://127.0.0.1:{server.Http}/metrics", Stop);
        return int.Parse(page.Split('\n').First(line => line.StartsWith("standfast_queue_messages ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static string Subject(string content) =>
        content.Split("\r\n").First(line => line.StartsWith("Subject: ", StringComparison.Ordinal))["Subject: ".Length..];

    private static async Task<(HttpStatusCode Status, string Body)> HealthAsync(ServerProcess server)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync($"http://127.0.0.1:{server.Http}/readyz", Stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    /// <returns>The first reply that is not what the dialogue wants, or the reply to the final dot.</returns>
    private static async Task<string> SubmitAsync(ServerProcess server, string subject, int bodyOctets)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Submission, Stop);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        var reply = await reader.ReadLineAsync(Stop) ?? "";
        var body = string.Concat(Enumerable.Repeat($"{new string('x', 78)}\r\n", (bodyOctets / 80) + 1));
        foreach (var command in (string[])["HELO client.example", "MAIL FROM:<me@mail.example.org>", "RCPT TO:<you@example.net>", "DATA", $"From: me@mail.example.org\r\nSubject: {subject}\r\n\r\n{body}."])
        {
            if (reply[0] is not ('2' or '3')) return reply;
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), Stop);
            reply = await reader.ReadLineAsync(Stop) ?? "421 closed";
        }

        return reply;
    }
}
