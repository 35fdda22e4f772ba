using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Standfast.Scenarios.Peers;

/// <summary>A plain client of one connection that shows each message's last reply.</summary>
internal sealed class SmtpTalk : IDisposable
{
    private readonly TcpClient _client;
    private StreamReader? _reader;

    private SmtpTalk(IPAddress source) => _client = new TcpClient(new IPEndPoint(source, 0)) { NoDelay = true };

    /// <param name="source">A loopback address to come from; 127.0.0.1 where none is given.</param>
    public static async Task<SmtpTalk> ConnectAsync(int port, CancellationToken stop, string source = "127.0.0.1")
    {
        var talk = new SmtpTalk(IPAddress.Parse(source));
        await talk._client.ConnectAsync("127.0.0.1", port, stop);
        talk._reader = new StreamReader(talk._client.GetStream(), Encoding.ASCII);
        await talk.ReadAsync(stop);
        await talk.SayAsync("EHLO client.example", stop);
        return talk;
    }

    /// <summary>The reply's last line.</summary>
    public async Task<string> SayAsync(string line, CancellationToken stop)
    {
        await _client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), stop);
        return await ReadAsync(stop);
    }

    /// <returns>The reply to the final dot, or the first refusal before it.</returns>
    public async Task<string> SendAsync(string message, CancellationToken stop, string sender = "shop@mail.example.org", string recipient = "customer@example.net")
    {
        foreach (var command in (string[])[$"MAIL FROM:<{sender}>", $"RCPT TO:<{recipient}>", "DATA"])
        {
            var reply = await SayAsync(command, stop);
            if (reply[0] is '2' or '3') continue;
            await SayAsync("RSET", stop);
            return reply;
        }

        return await SayAsync(message + ".", stop);
    }

    public void Dispose() => _client.Dispose();

    private async Task<string> ReadAsync(CancellationToken stop)
    {
        while (true)
        {
            var line = await _reader!.ReadLineAsync(stop) ?? throw new EndOfStreamException("the server closed");
            if (line.Length < 4 || line[3] != '-') return line;
        }
    }
}
