using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Standfast.Scenarios.Peers;

namespace Standfast.Scenarios;

/// <summary>Mail leaves under signed return paths; what comes back to one is known, and reaches who sent the message. What was made up does not.</summary>
public sealed partial class ReturnPaths
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Report_ReachesTheSender_AndIsAFactOfTheMessage()
    {
        using var sink = new ScriptedSink(command => Task.FromResult<string?>(ScriptedSink.Willing(command)));
        await using var server = new ServerProcess("submission.trusted_networks=127.0.0.1/32", $"delivery.relay=127.0.0.1:{sink.Port}", "delivery.return_path_domain=bounce.example.org");
        await server.StartAsync();
        Assert.Equal("250", await SendAsync(server.Submission, "me@mail.example.org", "Ann@dest.test"));
        for (var round = 0; round < 100 && sink.Accepted.IsEmpty; round++) await Task.Delay(50, Stop);
        var path = ReturnPath().Match(Assert.Single(sink.Commands, command => command.StartsWith("MAIL", StringComparison.Ordinal))).Groups[1].Value;
        // The key is the same after a restart, or no report would be known for ours.
        await server.TerminateAsync();
        await server.StartAsync();

        // Named three times it is one report all the same: who got a message must not be able to flood its sender.
        Assert.Equal("250", await SendAsync(server.Smtp, "mailer-daemon@dest.test", path, path, path.ToUpperInvariant()));
        var forged = path[..20] + (path[20] == 'a' ? 'b' : 'a') + path[21..];
        Assert.Equal("550", await SendAsync(server.Smtp, "", forged));
        Assert.Equal("550", await SendAsync(server.Smtp, "", "anybody@bounce.example.org"));
        var report = await File.ReadAllTextAsync(Assert.Single(await server.WaitForMailAsync("mail.example.org", "me", 1)), Stop);
        Assert.StartsWith("Return-Path: <>", report, StringComparison.Ordinal);
        var fact = Assert.Single((await server.RunAsync("events", "--kind", "returned")).GetProperty("events").EnumerateArray());
        Assert.Equal("Ann@dest.test", fact.GetProperty("recipient").GetString());
        var shown = await server.RunAsync("message", "show", fact.GetProperty("message").GetString()!);
        Assert.Equal(["accepted", "attempted", "delivered", "returned"], shown.GetProperty("timeline").EnumerateArray().Select(one => one.GetProperty("event").GetString()));
    }

    /// <returns>The code of the last reply: 250 to the content, or the refusal.</returns>
    private static async Task<string> SendAsync(int port, string from, params string[] to)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, Stop);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        await using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII) { AutoFlush = true };
        await reader.ReadLineAsync(Stop);
        var answer = "";
        foreach (var command in (string[])["HELO client.example", $"MAIL FROM:<{from}>", .. to.Select(one => $"RCPT TO:<{one}>"), "DATA", "From: me@mail.example.org\r\nSubject: x\r\n\r\nbody\r\n."])
        {
            await writer.WriteAsync(command + "\r\n");
            answer = (await reader.ReadLineAsync(Stop))![..3];
            if (answer[0] == '5') break;
        }

        return answer;
    }

    [GeneratedRegex("^MAIL FROM:<(bounce-[a-z2-7]{45}@bounce\\.example\\.org)>")]
    private static partial Regex ReturnPath();
}
