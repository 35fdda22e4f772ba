using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Standfast.Server.Hosting;

/// <summary>
/// Listening sockets. One on [::] takes IPv4 as well, as is usual, but where a setting names 0.0.0.0 with the same port: then each has
/// its own, as in other mail servers' settings.
/// </summary>
internal static class ListenSocket
{
    /// <param name="listeners">All that the settings name.</param>
    /// <exception cref="SocketException">The port is taken, or not allowed.</exception>
    public static Socket Bind(EndPoint endpoint, IReadOnlyCollection<IPEndPoint> listeners)
    {
        if (endpoint is not IPEndPoint { Address: var address, Port: var port } || !address.Equals(IPAddress.IPv6Any) || !listeners.Contains(new IPEndPoint(IPAddress.Any, port)))
            return SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = false };
        try
        {
            socket.Bind(endpoint);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }
}
