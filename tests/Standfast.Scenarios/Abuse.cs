using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Standfast.Scenarios;

/// <summary>What strangers and careless clients try: the right reply, and memory stays flat.</summary>
public sealed class Abuse
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UnauthenticatedClient_RelaysNothing()
    {
        await using var server = new ServerProcess();
        await server.StartAsync();
        Assert.StartsWith("530 5.7.0", (await TalkAsync(server.Submission, "EHLO x.example", "MAIL FROM:<a@mail.example.org>"))[^1], StringComparison.Ordinal);
        Assert.StartsWith("538 5.7.11", (await TalkAsync(server.Submission, "EHLO x.example", "AUTH PLAIN AGEAYg=="))[^1], StringComparison.Ordinal);
        string[] strangers = ["a@elsewhere.example", "a%elsewhere.example@elsewhere.test", "\"a@elsewhere.example\"@elsewhere.test"];
        foreach (var recipient in strangers)
            Assert.StartsWith("550 5.7.1", (await TalkAsync(server.Smtp, "EHLO x.example", "MAIL FROM:<a@mail.example.org>", $"RCPT TO:<{recipient}>"))[^1], StringComparison.Ordinal);
        foreach (var path in (string[])["@mail.example.org:a@elsewhere.example", "a@[127.0.0.1]", "a@b@mail.example.org", "a", "a@mail.example.org."])
            Assert.StartsWith("553 5.1.3", (await TalkAsync(server.Smtp, "EHLO x.example", "MAIL FROM:<>", $"RCPT TO:<{path}>"))[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForeignSender_IsRefused_InEnvelopeAndHeader()
    {
        await using var server = new ServerProcess("submission.trusted_networks=127.0.0.1/32");
        await server.StartAsync();
        Assert.StartsWith("550 5.7.1", (await TalkAsync(server.Submission, "EHLO x.example", "MAIL FROM:<a@bank.example>"))[^1], StringComparison.Ordinal);
        string[] headers =
        [
            "From: a@bank.example", "From: <a@mail.example.org>, <b@bank.example>", "From: g:a@mail.example.org;", "From: a@mail.example.org\r\nFrom: b@bank.example",
            "From: b@bank.example <a@mail.example.org>", "From: a@mail.example.org\r\nSender: b@bank.example", "Subject: none",
        ];
        foreach (var header in headers)
        {
            var reply = (await TalkAsync(
                server.Submission, "EHLO x.example", "MAIL FROM:<a@mail.example.org>", "RCPT TO:<you@mail.example.org>", "DATA", header + "\r\n\r\nbody\r\n."))[^1];
            Assert.True(reply.StartsWith("550 5.", StringComparison.Ordinal), $"{header}: {reply}");
        }

        Assert.Empty(server.Mailbox("mail.example.org", "you"));
    }

    [Fact]
    public async Task HugeLine_AndTenThousandRecipients_LeaveMemoryFlat()
    {
        await using var server = new ServerProcess("submission.trusted_networks=127.0.0.1/32") { RunsAsShipped = true };
        await server.StartAsync();
        await TalkAsync(server.Submission, "EHLO x.example");
        var before = server.ResidentBytes();
        using (var client = new TcpClient())
        {
            await client.ConnectAsync("127.0.0.1", server.Submission, Stop);
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            await reader.ReadLineAsync(Stop);
            var block = Encoding.ASCII.GetBytes(new string('x', 1024 * 1024));
            for (var count = 0; count < 100; count++) await client.GetStream().WriteAsync(block, Stop);
            await client.GetStream().WriteAsync("\r\nNOOP\r\n"u8.ToArray(), Stop);
            Assert.StartsWith("500 5.5.2", await reader.ReadLineAsync(Stop), StringComparison.Ordinal);
            Assert.StartsWith("250", await reader.ReadLineAsync(Stop), StringComparison.Ordinal);
        }

        string[] commands = ["EHLO x.example", "MAIL FROM:<a@mail.example.org>", .. Enumerable.Range(0, 10_000).Select(number => string.Create(CultureInfo.InvariantCulture, $"RCPT TO:<u{number}@elsewhere.example>"))];
        var replies = await TalkAsync(server.Submission, commands);
        Assert.Equal(1_000, replies.Count(reply => reply.StartsWith("250 2.1.5", StringComparison.Ordinal)));
        Assert.Contains(replies, reply => reply.StartsWith("452 4.5.3", StringComparison.Ordinal));
        Assert.StartsWith("421", replies[^1], StringComparison.Ordinal);
        Assert.InRange(server.ResidentBytes() - before, long.MinValue, 40 * 1024 * 1024);
    }

    /// <summary>Sends commands one by one and returns the last line of each reply, until the server closes.</summary>
    private static async Task<List<string>> TalkAsync(int port, params string[] commands)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync("127.0.0.1", port, Stop);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        var replies = new List<string>();
        await ReadReplyAsync(reader, replies);
        foreach (var command in commands)
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), Stop);
            await ReadReplyAsync(reader, replies);
            if (replies[^1].StartsWith("421", StringComparison.Ordinal)) break;
        }

        return replies;
    }

    private static async Task ReadReplyAsync(StreamReader reader, List<string> replies)
    {
        string line;
        do
        {
            line = await reader.ReadLineAsync(Stop) ?? throw new EndOfStreamException("the server closed");
        }
        while (line.Length > 3 && line[3] == '-');
        replies.Add(line);
    }
}
