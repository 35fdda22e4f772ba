using System.Net;
using Standfast.Policy.Compromise;

namespace Standfast.Tests.Policy.Compromise;

public sealed class NetworkPrefixTests
{
    [Theory]
    [InlineData("127.1.2.3", "127.1.2.0/24")]
    [InlineData("::ffff:192.0.2.200", "192.0.2.0/24")]
    [InlineData("255.255.255.255", "255.255.255.0/24")]
    [InlineData("2001:db8:ffff:1::1", "2001:db8:ffff::/48")]
    [InlineData("ffff:ffff:ffff::", "ffff:ffff:ffff::/48")]
    public void Of_IsTheNetwork(string address, string network) => Assert.Equal(network, NetworkPrefix.Of(IPAddress.Parse(address))?.ToString());

    [Fact]
    public void Families_DoNotMeet() => Assert.NotEqual(NetworkPrefix.Of(IPAddress.Parse("0.0.1.0")), NetworkPrefix.Of(IPAddress.Parse("0:0:1::")));
}
