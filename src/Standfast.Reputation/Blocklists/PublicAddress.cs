using System.Net;
using System.Net.Sockets;

namespace Standfast.Reputation.Blocklists;

/// <summary>Which addresses the world sees. Of all others no list and no reverse zone knows anything, and nobody is to be asked for them.</summary>
public static class PublicAddress
{
    // RFC 6890. The networks for documentation are left in: nobody sends from them but examples and tests.
    private static readonly IPNetwork[] s_others =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("198.18.0.0/15"), IPNetwork.Parse("224.0.0.0/3"),
    ];

    private static readonly IPNetwork s_global6 = IPNetwork.Parse("2000::/3");

    public static bool Is(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? !Array.Exists(s_others, network => network.Contains(address)) : s_global6.Contains(address);
}
