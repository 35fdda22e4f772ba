using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Tests.Queue;

public sealed class RouteOverrideTests
{
    [Theory]
    [InlineData("relay.example", "relay.example:25")]
    [InlineData("Relay.Example:2525", "relay.example:2525")]
    [InlineData("192.0.2.7:26", "192.0.2.7:26")]
    public void Route_ComesBack_FromItsLane(string text, string expected)
    {
        Assert.True(RouteOverride.TryParse(text, out var route));
        Assert.Equal(expected, route.ToString());
        Assert.True(RouteOverride.TryReadLane(route.Lane, out var read));
        Assert.Equal(route, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("relay.example:0")]
    [InlineData("relay.example:65536")]
    [InlineData("relay.example:")]
    [InlineData("two words")]
    [InlineData("[::1]:25")]
    [InlineData("1")]
    public void Route_IsRefused_WhereItNamesNoHost(string text) => Assert.False(RouteOverride.TryParse(text, out _));

    [Theory]
    [InlineData("example.net")]
    [InlineData("port-25.reroute.invalid")]
    [InlineData("port-x.relay.example.reroute.invalid")]
    [InlineData("relay.example.reroute.invalid")]
    public void Domain_IsNoRoute_UnlessItIsWrittenAsOne(string domain) => Assert.False(RouteOverride.TryReadLane(DomainName.Parse(domain), out _));
}
