using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Standfast.Scenarios.Peers;

/// <summary>A mail server that answers as it is told. The script sees each command (and "." for the end of content) and returns the reply, or null to close.</summary>
internal sealed class ScriptedSink : IDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<string, Task<string?>> _script;

    /// <param name="endpoint">Null for a free port at 127.0.0.1.</param>
    public ScriptedSink(Func<string, Task<string?>> script, IPEndPoint? endpoint = null)
    {
        _script = script;
        _listener = new TcpListener(endpoint ?? new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Contents that were answered with 250.</summary>
    public ConcurrentQueue<string> Accepted { get; } = new();

    public ConcurrentQueue<string> Commands { get; } = new();

    /// <summary>Addresses that connected, in order.</summary>
    public ConcurrentQueue<IPAddress> Clients { get; } = new();

    /// <summary>What a willing server says.</summary>
    public static string Willing(string command) => command.Split(' ', ':')[0].ToUpperInvariant() switch
    {
        "CONNECT" => "220 sink ESMTP",
        "EHLO" => "250-sink\r\n250-PIPELINING\r\n250 8BITMIME",
        "DATA" => "354 go",
        "QUIT" => "221 bye",
        _ => "250 2.0.0 ok",
    };

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using var owned = client;
            Clients.Enqueue(((IPEndPoint)client.Client.RemoteEndPoint!).Address);
            using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
            await using var writer = new StreamWriter(client.GetStream(), Encoding.Latin1) { AutoFlush = true };
            StringBuilder? content = null;
            var recipients = 0;
            for (var line = "CONNECT"; line is not null; line = await reader.ReadLineAsync())
            {
                if (content is not null && line != ".")
                {
                    content.Append(line).Append("\r\n");
                    continue;
                }

                Commands.Enqueue(line);
                if (await _script(line) is not { } reply) return;
                if (line.StartsWith("MAIL", StringComparison.Ordinal)) recipients = 0;
                if (line.StartsWith("RCPT", StringComparison.Ordinal) && reply[0] == '2') recipients++;
                if (line == "DATA" && recipients == 0) reply = "554 5.5.1 no valid recipients";
                if (content is not null && reply[0] == '2') Accepted.Enqueue(content.ToString());
                content = reply.StartsWith("354", StringComparison.Ordinal) ? new StringBuilder() : null;
                await writer.WriteAsync(reply + "\r\n");
            }
        }
        catch (IOException)
        {
            // The client is gone.
        }
    }
}
