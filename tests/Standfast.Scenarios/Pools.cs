using System.Net;
using System.Net.Sockets;
using System.Text;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>Newsletters leave from an address and under a name of their own.</summary>
public sealed class Pools
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BulkMail_LeavesByItsOwnPool()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await using var server = new ServerProcess(
            "submission.trusted_networks=127.0.0.1/32", $"delivery.relay=127.0.0.1:{sink.Port}", "delivery.sources=127.0.0.1", "pool.bulk.sources=127.0.0.2", "pool.bulk.helo=bulk.example.org", "pool.bulk.accounts=*/bulk");
        await server.StartAsync();
        await SubmitAsync(server, "bulk");
        await UntilAsync(() => sink.Accepted.Count == 1);
        Assert.Equal([(IPAddress.Parse("127.0.0.2"), "bulk.example.org")], Seen(sink));
        await SubmitAsync(server, "transactional");
        await UntilAsync(() => sink.Accepted.Count == 2);
        Assert.Equal([(IPAddress.Parse("127.0.0.2"), "bulk.example.org"), (IPAddress.Loopback, "mail.example.org")], Seen(sink));
    }

    private static (IPAddress Client, string Name)[] Seen(ScriptedSink sink) =>
        [.. sink.Clients.Zip(sink.Commands.Where(command => command.StartsWith("EHLO ", StringComparison.Ordinal)), (client, hello) => (client, hello["EHLO ".Length..]))];

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition()) await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
    }

    private static async Task SubmitAsync(ServerProcess server, string stream)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Submission, Stop);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        var reply = await reader.ReadLineAsync(Stop) ?? "";
        foreach (var command in (string[])["HELO client.example", "MAIL FROM:<me@mail.example.org>", "RCPT TO:<you@example.net>", "DATA", $"From: me@mail.example.org\r\nSubject: hello\r\nX-Standfast-Stream: {stream}\r\n\r\nhello\r\n."])
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), Stop);
            reply = await reader.ReadLineAsync(Stop) ?? "";
            Assert.True(reply.Length > 0 && reply[0] is '2' or '3', reply);
        }
    }
}
