using System.Net;
using System.Net.Sockets;

namespace Standfast.Scenarios;

/// <summary>Loopback ports for servers that are yet to start.</summary>
/// <remarks>Below the range from which the system gives ports to outgoing connections: one of those could take a port between its choice and the server's bind.</remarks>
internal static class FreePorts
{
    private const int First = 12_000, Count = 18_000;

    /// <summary>Each run begins elsewhere, so that two at once seldom meet.</summary>
    private static int s_given = Environment.ProcessId * 397 % Count;

    public static int Next()
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + (Interlocked.Increment(ref s_given) & int.MaxValue) % Count;
            if (IsFree(port)) return port;
        }

        throw new InvalidOperationException("no loopback port is free");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            using var datagrams = new UdpClient(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
