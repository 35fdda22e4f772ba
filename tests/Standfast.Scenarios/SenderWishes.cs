using System.Net.Sockets;
using System.Text;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>A sender says how its mail is to be sent and what it wants to be told; an operator acts on queued mail by what it is.</summary>
public sealed class SenderWishes
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Success_IsTold_WhereTheNextHopWillNot_AndPassedOnWhereItWill()
    {
        using var silent = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        using var telling = new ScriptedSink(command => Task.FromResult<string?>(command.StartsWith("EHLO", StringComparison.Ordinal) ? "250-sink\r\n250-PIPELINING\r\n250 DSN" : ScriptedSink.Willing(command)));
        await using var server = await StartAsync($"delivery.relay=127.0.0.1:{silent.Port}");
        await SubmitAsync(server, "RET=HDRS ENVID=QQ+2B1", "NOTIFY=SUCCESS ORCPT=rfc822;Ann@dest.test", "X-Standfast-Stream: bulk\r\n");
        var report = await ReadReportAsync(server);
        Assert.Contains("Original-Envelope-Id: QQ+1\r\n", report, StringComparison.Ordinal);
        Assert.Contains("Original-Recipient: rfc822; Ann@dest.test\r\nFinal-Recipient: rfc822; a@dest.test\r\nAction: relayed\r\nStatus: 2.0.0\r\n", report, StringComparison.Ordinal);
        Assert.StartsWith("DKIM-Signature:", report[report.IndexOf("DKIM-Signature:", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.DoesNotContain("X-Standfast-Stream", Assert.Single(silent.Accepted), StringComparison.Ordinal);

        await using var other = await StartAsync($"delivery.relay=127.0.0.1:{telling.Port}");
        await SubmitAsync(other, "RET=HDRS ENVID=QQ+2B1", "NOTIFY=SUCCESS ORCPT=rfc822;Ann@dest.test", "");
        for (var round = 0; round < 100 && telling.Accepted.IsEmpty; round++) await Task.Delay(50, Stop);
        Assert.Contains(telling.Commands, command => command.EndsWith(" RET=HDRS ENVID=QQ+2B1", StringComparison.Ordinal));
        Assert.Contains("RCPT TO:<a@dest.test> NOTIFY=SUCCESS ORCPT=rfc822;Ann@dest.test", telling.Commands);
        Assert.Empty(other.Mailbox("mail.example.org", "me"));
    }

    [Fact]
    public async Task Delay_IsToldOnce()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(command.StartsWith("RCPT", StringComparison.Ordinal) ? "451 4.3.0 later" : ScriptedSink.Willing(command)));
        await using var server = await StartAsync($"delivery.relay=127.0.0.1:{sink.Port}", "delivery.retry=1s", "delivery.warn_after=2s");
        await SubmitAsync(server, "", "", "");
        Assert.Contains("Action: delayed\r\nStatus: 4.3.0\r\n", await ReadReportAsync(server), StringComparison.Ordinal);
        var tries = sink.Commands.Count(command => command.StartsWith("RCPT", StringComparison.Ordinal));
        for (var round = 0; round < 100 && sink.Commands.Count(command => command.StartsWith("RCPT", StringComparison.Ordinal)) < tries + 2; round++) await Task.Delay(50, Stop);
        Assert.Single(server.Mailbox("mail.example.org", "me"));
    }

    [Fact]
    public async Task QueuedMail_IsActedOn_ByWhatItIs()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await using var server = await StartAsync("delivery.relay=127.0.0.1:1", "delivery.retry=1h");
        await SubmitAsync(server, "", "", "X-Standfast-Stream: news\r\nX-Standfast-Campaign: spring\r\n");
        await SubmitAsync(server, "HOLDFOR=3600", "", "X-Standfast-Stream: news\r\nX-Standfast-Campaign: summer\r\n");
        await SubmitAsync(server, "HOLDFOR=3600", "", "");
        Assert.Equal(2, (await server.RunAsync("queue", "ls", "--stream", "news")).GetArrayLength());
        var campaign = Assert.Single((await server.RunAsync("queue", "ls", "--campaign", "summer", "--recipient", "a@dest.test", "--status", "queued")).EnumerateArray());
        Assert.Equal(("news", "summer"), (campaign.GetProperty("stream").GetString(), campaign.GetProperty("campaign").GetString()));
        var counted = await server.RunAsync("queue", "bounce", "--campaign", "summer", "--reason", "wrong price", "--dry-run");
        Assert.Equal((1, 1, true), (counted.GetProperty("messages").GetInt32(), counted.GetProperty("recipients").GetInt32(), counted.GetProperty("dry_run").GetBoolean()));
        Assert.Equal(3, (await server.RunAsync("queue", "ls", "--domain", "dest.test")).GetArrayLength());
        await server.RunAsync("queue", "bounce", "--campaign", "summer", "--reason", "wrong price");
        Assert.Contains("wrong price", await ReadReportAsync(server), StringComparison.Ordinal);
        var changed = await server.RunAsync("queue", "reroute", "--domain", "dest.test", "--to", $"127.0.0.1:{sink.Port}", "--reason", "relay is down");
        Assert.Equal(2, changed.GetProperty("recipients").GetInt32());
        await server.RunAsync("queue", "release", "--domain", "dest.test", "--reason", "no need to wait");
        for (var round = 0; round < 200 && sink.Accepted.Count < 2; round++) await Task.Delay(50, Stop);
        Assert.Equal(2, sink.Accepted.Count);
    }

    private static async Task<ServerProcess> StartAsync(params string[] settings)
    {
        var server = new ServerProcess(["submission.trusted_networks=127.0.0.1/32", .. settings]);
        await server.StartAsync();
        return server;
    }

    private static async Task<string> ReadReportAsync(ServerProcess server) => await File.ReadAllTextAsync((await server.WaitForMailAsync("mail.example.org", "me", 1))[0], Stop);

    private static async Task SubmitAsync(ServerProcess server, string mail, string rcpt, string fields)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Submission, Stop);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        await using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII) { AutoFlush = true };
        await reader.ReadLineAsync(Stop);
        foreach (var command in (string[])["HELO client.example", $"MAIL FROM:<me@mail.example.org> {mail}", $"RCPT TO:<a@dest.test> {rcpt}", "DATA", $"From: me@mail.example.org\r\n{fields}Subject: hello\r\n\r\nbody\r\n."])
        {
            await writer.WriteAsync(command + "\r\n");
            var reply = await reader.ReadLineAsync(Stop) ?? "";
            Assert.True(reply.Length > 0 && reply[0] is '2' or '3', reply);
        }
    }
}
