using System.Net;
using System.Net.Sockets;
using Standfast.Server.Hosting;

namespace Standfast.Tests.Server.Hosting;

public sealed class ListenSocketTests
{
    [Fact]
    public void BothFamilies_StandSideBySide_WhenBothAreNamed()
    {
        using var four = ListenSocket.Bind(new IPEndPoint(IPAddress.Any, 0), []);
        var port = ((IPEndPoint)four.LocalEndPoint!).Port;
        using var six = ListenSocket.Bind(new IPEndPoint(IPAddress.IPv6Any, port), [new IPEndPoint(IPAddress.Any, port), new IPEndPoint(IPAddress.IPv6Any, port)]);
        Assert.Equal((AddressFamily.InterNetworkV6, false, port), (six.AddressFamily, six.DualMode, ((IPEndPoint)six.LocalEndPoint!).Port));
    }

    [Fact]
    public void SixAlone_TakesFourToo()
    {
        using var socket = ListenSocket.Bind(new IPEndPoint(IPAddress.IPv6Any, 0), [new IPEndPoint(IPAddress.Any, 1)]);
        Assert.True(socket.DualMode);
    }
}
