using System.Net;
using System.Net.Sockets;

namespace Standfast.Server.Hosting;

/// <summary>Whether the addresses of the listeners are to be had, asked before anything is opened: what is not is one line with its key, not the host's stack trace.</summary>
internal static class ListenerProbe
{
    /// <summary>Every mistake, one line each. All addresses are held until the last is tried, so that one that is named twice is seen.</summary>
    public static IReadOnlyList<string> Find(IEnumerable<(string Key, IPEndPoint Where)> listeners)
    {
        var (mistakes, taken, sockets) = (new List<string>(), new Dictionary<IPEndPoint, string>(), new List<Socket>());
        try
        {
            foreach (var (key, where) in listeners)
            {
                if (where.Port != 0 && !taken.TryAdd(where, key)) mistakes.Add($"{key} = {where}: is the address of {taken[where]} too; give each listener its own port");
                else if (Try(where, sockets) is { } error) mistakes.Add($"{key} = {where}: {Explain(error, where, key)}");
            }
        }
        finally
        {
            foreach (var socket in sockets) socket.Dispose();
        }

        return mistakes;
    }

    private static SocketError? Try(IPEndPoint where, List<Socket> sockets)
    {
        try
        {
            var socket = new Socket(where.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            sockets.Add(socket);
            // As Kestrel does it, "[::]" is for IPv4 too; beside 0.0.0.0 of ours it may be bound so all the same, as long as nobody listens.
            if (where.Address.Equals(IPAddress.IPv6Any)) socket.DualMode = true;
            socket.Bind(where);
            return null;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode;
        }
    }

    private static string Explain(SocketError error, IPEndPoint where, string key) => error switch
    {
        SocketError.AddressAlreadyInUse => $"another process listens there (a server that runs already?); stop it, or give {key} another port",
        SocketError.AccessDenied => $"this user may not listen there; ports below 1024 need AmbientCapabilities=CAP_NET_BIND_SERVICE in the [Service] section of the unit, or give {key} a port from 1024 on",
        SocketError.AddressNotAvailable => $"{where.Address} is no address of this machine; \"ip address\" lists those it has",
        _ => $"cannot listen there ({error})",
    };
}
