using System.Net;
using System.Net.Sockets;

namespace Standfast.Benchmarks.Probe;

/// <summary>
/// The ceiling for C# on the relay load: raw sockets, verbs told by their first letter, nothing checked, signed or recorded; a
/// message is on disk before its 250. Not a mail server: for loopback only.
/// </summary>
internal sealed class ProbeServer(GroupCommitLog log, ProbeRelay? relay)
{
    private const int MaxMessageOctets = 64 * 1024 * 1024;
    private static readonly byte[] s_greeting = [.. "220 probe.test ESMTP\r\n"u8];
    private static readonly byte[] s_ok = [.. "250 2.0.0 Ok\r\n"u8];
    private static readonly byte[] s_go = [.. "354 go\r\n"u8];
    private static readonly byte[] s_bye = [.. "221 2.0.0 bye\r\n"u8];

    public async Task RunAsync(int port)
    {
        relay?.Start();
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(1024);
        while (true)
        {
            var socket = await listener.AcceptAsync();
            _ = Task.Run(() => ServeAsync(socket));
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                socket.NoDelay = true;
                await socket.SendAsync(s_greeting);
                await TalkAsync(socket);
            }
            catch (SocketException)
            {
                // The load ends as it likes; there is nothing to keep for it.
            }
        }
    }

    private async Task TalkAsync(Socket socket)
    {
        var buffer = new byte[16 * 1024];
        int start = 0, end = 0, searched = 0;
        var inMessage = false;
        while (true)
        {
            if (start == end) start = end = 0;
            if (end == buffer.Length) MakeRoom(ref buffer, ref start, ref end);
            var received = await socket.ReceiveAsync(buffer.AsMemory(end));
            if (received == 0) return;
            end += received;
            while (start < end)
            {
                var (mark, length) = inMessage ? (Find(buffer, start + searched, end, "\r\n.\r\n"u8), 5) : (Find(buffer, start, end, "\n"u8), 1);
                if (mark < 0)
                {
                    searched = inMessage ? Math.Max(0, end - start - 4) : 0;
                    break;
                }

                searched = 0;
                var verb = buffer[start] & 0xDF;
                if (inMessage)
                {
                    await TakeAsync(buffer.AsSpan(start..(mark + length)).ToArray());
                    inMessage = false;
                    await socket.SendAsync(s_ok);
                }
                else if (verb == 'D')
                {
                    inMessage = true;
                    await socket.SendAsync(s_go);
                }
                else
                {
                    await socket.SendAsync(verb == 'Q' ? s_bye : s_ok);
                    if (verb == 'Q') return;
                }

                start = mark + length;
            }
        }
    }

    private static int Find(byte[] buffer, int start, int end, ReadOnlySpan<byte> mark)
    {
        var found = buffer.AsSpan(start..end).IndexOf(mark);
        return found < 0 ? -1 : start + found;
    }

    private static void MakeRoom(ref byte[] buffer, ref int start, ref int end)
    {
        if (end - start == MaxMessageOctets) throw new SocketException((int)SocketError.MessageSize);
        var larger = start > 0 ? buffer : new byte[Math.Min(buffer.Length * 2, MaxMessageOctets)];
        Buffer.BlockCopy(buffer, start, larger, 0, end - start);
        (buffer, start, end) = (larger, 0, end - start);
    }

    private async Task TakeAsync(byte[] message)
    {
        await log.AppendAsync(message);
        if (relay is not null) await relay.AddAsync(message);
    }
}
