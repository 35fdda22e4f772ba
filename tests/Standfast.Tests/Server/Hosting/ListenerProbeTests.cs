using System.Net;
using System.Net.Sockets;
using Standfast.Server.Hosting;

namespace Standfast.Tests.Server.Hosting;

public sealed class ListenerProbeTests
{
    [Fact]
    public void AddressInUse_IsOneLine_WithKeyAndNextStep()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        other.Listen();
        var taken = (IPEndPoint)other.LocalEndPoint!;
        var mistakes = ListenerProbe.Find([("smtp.listen", new IPEndPoint(IPAddress.Loopback, 0)), ("http.listen", taken)]);
        Assert.Equal($"http.listen = {taken}: another process listens there (a server that runs already?); stop it, or give http.listen another port", Assert.Single(mistakes));
    }

    [Fact]
    public void AddressOfTwoListeners_AndOneOfAnotherMachine_AreBothReported()
    {
        using var free = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        free.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var where = (IPEndPoint)free.LocalEndPoint!;
        free.Dispose();
        var mistakes = ListenerProbe.Find([("smtp.listen", where), ("submission.listen", where), ("http.listen", IPEndPoint.Parse("192.0.2.1:0"))]);
        Assert.Equal(2, mistakes.Count);
        Assert.Equal($"submission.listen = {where}: is the address of smtp.listen too; give each listener its own port", mistakes[0]);
        Assert.Contains("192.0.2.1 is no address of this machine", mistakes[1], StringComparison.Ordinal);
    }

    [Fact]
    public void FreeAddresses_AreLeftFree()
    {
        var any = new IPEndPoint(IPAddress.Loopback, 0);
        Assert.Empty(ListenerProbe.Find([("smtp.listen", any), ("submission.listen", any), ("http.listen", new IPEndPoint(IPAddress.IPv6Any, 0))]));
    }

    [Fact]
    public void BothFamilies_MayBeNamedWithOnePort()
    {
        using var free = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        free.Bind(new IPEndPoint(IPAddress.Any, 0));
        var port = ((IPEndPoint)free.LocalEndPoint!).Port;
        free.Dispose();
        Assert.Empty(ListenerProbe.Find([("smtp.listen", new IPEndPoint(IPAddress.Any, port)), ("smtp.listen", new IPEndPoint(IPAddress.IPv6Any, port))]));
    }

    [Theory]
    [InlineData("serve", "")]
    [InlineData("serve --data x", "--data x")]
    [InlineData("--data x --set a.b=c serve --config f", "--data x --set a.b=c --config f")]
    [InlineData("--data serve", null)]
    [InlineData("queue ls --data serve", null)]
    [InlineData("", null)]
    public void Serve_MayStandAfterItsOptions(string line, string? options) =>
        Assert.Equal(options?.Split(' ', StringSplitOptions.RemoveEmptyEntries), ServeCommand.OptionsOf(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}
