using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Standfast.Benchmarks.Probe;

/// <summary>Hands messages to a sink over connections that it keeps, and takes any reply for a yes.</summary>
/// <param name="isPipelined">RFC 2920; otherwise each command waits for the reply to the one before.</param>
internal sealed class ProbeRelay(int port, int connections, bool isPipelined)
{
    private const int MaxWaiting = 10_000;
    private static readonly byte[] s_hello = [.. "EHLO probe.test\r\n"u8];
    private static readonly byte[][] s_commands = [[.. "MAIL FROM:<a@src.test>\r\n"u8], [.. "RCPT TO:<b@dst.test>\r\n"u8], [.. "DATA\r\n"u8]];
    private static readonly byte[] s_envelope = [.. s_commands.SelectMany(command => command)];

    // When full, a session waits with its 250.
    private readonly Channel<byte[]> _messages = Channel.CreateBounded<byte[]>(MaxWaiting);

    public void Start()
    {
        for (var i = 0; i < connections; i++) _ = Task.Run(ForwardAsync);
    }

    /// <param name="message">With its final dot.</param>
    public ValueTask AddAsync(byte[] message) => _messages.Writer.WriteAsync(message);

    private async Task ForwardAsync()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.NoDelay = true;
        var replies = new byte[1024];
        await foreach (var message in _messages.Reader.ReadAllAsync())
        {
            if (!socket.Connected)
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
                await ReadRepliesAsync(socket, replies, 1);
                await socket.SendAsync(s_hello);
                await ReadRepliesAsync(socket, replies, 1);
            }

            foreach (var commands in isPipelined ? [s_envelope] : s_commands)
            {
                await socket.SendAsync(commands);
                await ReadRepliesAsync(socket, replies, isPipelined ? s_commands.Length : 1);
            }

            await socket.SendAsync(message);
            await ReadRepliesAsync(socket, replies, 1);
        }
    }

    private static async Task ReadRepliesAsync(Socket socket, byte[] buffer, int count)
    {
        var end = 0;
        while (CountReplies(buffer.AsSpan(..end)) < count)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(end));
            if (received == 0) throw new SocketException((int)SocketError.ConnectionReset);
            end += received;
        }
    }

    /// <summary>Whole lines that end a reply: a space after the code (RFC 5321 §4.2.1).</summary>
    private static int CountReplies(ReadOnlySpan<byte> text)
    {
        var count = 0;
        for (var length = text.IndexOf((byte)'\n'); length >= 0; length = text.IndexOf((byte)'\n'))
        {
            if (length < 4 || text[3] == ' ') count++;
            text = text[(length + 1)..];
        }

        return count;
    }
}
