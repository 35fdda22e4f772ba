using System.Net.Sockets;
using System.Text;

namespace Standfast.Server.Hosting;

/// <summary>
/// Tells systemd how far the server is (sd_notify(3), Type=notify). Says nothing where nobody asked. The host's own integration
/// says READY before our listeners are announced and only to a direct child of systemd, so it is not used.
/// </summary>
internal sealed class SystemdNotification(ILogger logger)
{
    private readonly string? _path = Environment.GetEnvironmentVariable("NOTIFY_SOCKET");

    /// <summary>Systemd started the server, and starts it anew when it ends with a failure.</summary>
    public bool IsHeard => !string.IsNullOrEmpty(_path);

    public void Tell(string state)
    {
        if (_path is null or "") return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            // An @ stands for the zero octet that begins a name in the abstract namespace (unix(7)).
            socket.Connect(new UnixDomainSocketEndPoint(_path[0] == '@' ? $"\0{_path[1..]}" : _path));
            socket.Send(Encoding.ASCII.GetBytes(state));
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            // systemd will say what it misses; the server itself is well.
            Log.SystemdNotTold(logger, state, exception);
        }
    }
}
