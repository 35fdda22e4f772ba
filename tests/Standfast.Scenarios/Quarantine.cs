using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>The disk has damaged an accepted message: it is set aside with its reason, all others are delivered, and once it is mended a release sends it.</summary>
public sealed class Quarantine
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DamagedMessage_IsSetAside_AndGoesOutWhenMendedAndReleased()
    {
        var isWilling = false;
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(!isWilling && command.StartsWith("RCPT", StringComparison.Ordinal) ? "451 4.7.1 later" : ScriptedSink.Willing(command)));
        await using var server = new ServerProcess(
            "submission.trusted_networks=127.0.0.1/32", $"delivery.relay=127.0.0.1:{sink.Port}", "delivery.retry=1s", "spool.segment_size_octets=1048576", "spool.reserve_size_octets=1048576");
        await server.StartAsync();
        var damaged = await SubmitAsync(server, "damaged", "marker-of-the-last-line", 1_000_000);
        await SubmitAsync(server, "sound", "another-line", 1_000_000);
        await UntilAsync(() => Task.FromResult(sink.Commands.Count(command => command.StartsWith("RCPT", StringComparison.Ordinal)) >= 4));
        var (file, at) = Find(Path.Combine(server.Data, "spool"), "marker-of-the-last-line");
        Flip(file, at);
        isWilling = true;

        await UntilAsync(async () => (await server.RunAsync("queue", "show-quarantine")).GetArrayLength() == 1);
        var shown = (await server.RunAsync("queue", "show-quarantine"))[0];
        Assert.Equal((damaged, "me@mail.example.org"), (shown.GetProperty("id").GetString(), shown.GetProperty("sender").GetString()));
        Assert.Contains("cannot be read", shown.GetProperty("reason").GetString(), StringComparison.Ordinal);
        await UntilAsync(() => Task.FromResult(!sink.Accepted.IsEmpty));
        Assert.Contains("Subject: sound", Assert.Single(sink.Accepted), StringComparison.Ordinal);
        Assert.Equal(1, await HeldAsync(server));

        // It stays aside over a restart, which finds the same.
        await server.KillAsync();
        await server.StartAsync();
        Assert.Single((await server.RunAsync("queue", "show-quarantine")).EnumerateArray());

        Flip(file, at);
        Assert.Equal(1, (await server.RunAsync("queue", "release", "--id", damaged, "--reason", "mended")).GetProperty("recipients").GetInt32());
        await UntilAsync(() => Task.FromResult(sink.Accepted.Count == 2));
        Assert.Contains("marker-of-the-last-line", sink.Accepted.Last(), StringComparison.Ordinal);
        Assert.Empty((await server.RunAsync("queue", "show-quarantine")).EnumerateArray());
    }

    [Fact]
    public async Task DamageThatAStartFinds_IsTold_AndCostsNoOtherMail()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await using var server = new ServerProcess("submission.trusted_networks=127.0.0.1/32", $"delivery.relay=127.0.0.1:{sink.Port}", "delivery.paused=true");
        await server.StartAsync();
        await SubmitAsync(server, "first", "marker-of-the-first", 100_000);
        await SubmitAsync(server, "second", "marker-of-the-second", 100_000);
        await SubmitAsync(server, "third", "marker-of-the-third", 100_000);
        await server.KillAsync();
        var (file, at) = Find(Path.Combine(server.Data, "spool"), "marker-of-the-second");
        Flip(file, at);

        server.Set("delivery.paused=false");
        await server.StartAsync();
        await UntilAsync(() => Task.FromResult(sink.Accepted.Count == 2));
        Assert.Contains(sink.Accepted, message => message.Contains("marker-of-the-first", StringComparison.Ordinal));
        Assert.Contains(sink.Accepted, message => message.Contains("marker-of-the-third", StringComparison.Ordinal));
        Assert.Contains("\"EventId\":1009", server.Output, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(server.Data, "spool"), "quarantine-*.bin"));
        Assert.Equal(1, (await server.RunAsync("spool", "stats")).GetProperty("damaged_records").GetInt64());
    }

    private static async Task<int> HeldAsync(ServerProcess server)
    {
        using var http = new HttpClient();
        var page = await http.GetStringAsync($"http://127.0.0.1:{server.Http}/metrics", Stop);
        return int.Parse(page.Split('\n').First(line => line.StartsWith("standfast_queue_held_messages ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static (string File, long At) Find(string folder, string text)
    {
        foreach (var file in Directory.GetFiles(folder, "*.seg"))
            if (File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) is >= 0 and var at)
                return (file, at);
        throw new InvalidOperationException("the message is not in the spool");
    }

    private static void Flip(string path, long at)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        file.Position = at;
        var octet = (byte)file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(octet ^ 1));
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var round = 0; !await holds(); round++)
        {
            Assert.True(round < 300, "it does not become true within 60 s");
            await Task.Delay(200, Stop);
        }
    }

    /// <returns>Id of the message.</returns>
    private static async Task<string> SubmitAsync(ServerProcess server, string subject, string lastLine, int bodyOctets)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Submission, Stop);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        var reply = await reader.ReadLineAsync(Stop) ?? "";
        var body = string.Concat(Enumerable.Repeat($"{new string('x', 78)}\r\n", bodyOctets / 80));
        foreach (var command in (string[])["HELO client.example", "MAIL FROM:<me@mail.example.org>", "RCPT TO:<you@example.net>", "DATA", $"From: me@mail.example.org\r\nSubject: {subject}\r\n\r\n{body}{lastLine}\r\n."])
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), Stop);
            reply = await reader.ReadLineAsync(Stop) ?? "";
            Assert.True(reply.Length > 0 && reply[0] is '2' or '3', reply);
        }

        return reply.Split(' ')[^1];
    }
}
