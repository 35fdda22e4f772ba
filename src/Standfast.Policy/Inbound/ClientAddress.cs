using System.Net;

namespace Standfast.Policy.Inbound;

/// <summary>Readings of a client's address.</summary>
internal static class ClientAddress
{
    private static readonly IPNetwork[] s_own =
    [
        IPNetwork.Parse("127.0.0.1/32"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("::1/128"),
        IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("fc00::/7"),
    ];

    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>Of this machine or network: no list knows it.</summary>
    public static bool IsOwn(IPAddress address) => Array.Exists(s_own, network => network.Contains(address));

    /// <summary>The /24 or /64 that large senders come back from.</summary>
    public static string Network(IPAddress address)
    {
        var octets = address.GetAddressBytes();
        Array.Clear(octets, octets.Length == 4 ? 3 : 8, octets.Length == 4 ? 1 : 8);
        return new IPAddress(octets).ToString();
    }
}
