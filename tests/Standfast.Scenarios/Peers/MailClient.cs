using System.Net.Sockets;
using System.Text;

namespace Standfast.Scenarios.Peers;

/// <summary>A client that speaks SMTP, one command at a time, and remembers nothing.</summary>
internal sealed class MailClient : IDisposable
{
    private readonly TcpClient _client = new();
    private readonly StreamReader _reader;

    private MailClient(int port)
    {
        _client.Connect("127.0.0.1", port);
        _reader = new StreamReader(_client.GetStream(), Encoding.ASCII);
    }

    public static async Task<MailClient> ConnectAsync(int port, CancellationToken stop)
    {
        var client = new MailClient(port);
        await client._reader.ReadLineAsync(stop);
        await client.AskAsync("HELO client.example", stop);
        return client;
    }

    /// <returns>The last reply: to the content, or the first refusal.</returns>
    public async Task<string> SendAsync(string from, string to, string fields, CancellationToken stop)
    {
        var reply = "";
        foreach (var command in (string[])[$"MAIL FROM:<{from}>", .. to.Split(' ').Select(one => $"RCPT TO:<{one}>"), "DATA", $"From: me@mail.example.org\r\nTo: {to.Replace(" ", ", ", StringComparison.Ordinal)}\r\nSubject: hello\r\n{fields}\r\nhello\r\n."])
        {
            reply = await AskAsync(command, stop);
            if (reply[0] is '2' or '3') continue;
            await AskAsync("RSET", stop);
            return reply;
        }

        return reply;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _client.Dispose();
    }

    private async Task<string> AskAsync(string command, CancellationToken stop)
    {
        await _client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), stop);
        return await _reader.ReadLineAsync(stop) ?? throw new IOException("the server is gone");
    }
}
