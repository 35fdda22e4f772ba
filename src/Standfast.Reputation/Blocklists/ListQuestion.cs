using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Standfast.Reputation.Blocklists;

/// <summary>The names that lists are asked for.</summary>
public static class ListQuestion
{
    /// <summary>Octets, or nibbles of IPv6, backwards (RFC 5782 §2.1, §2.4); without the zone.</summary>
    public static string Reversed(IPAddress address)
    {
        var octets = address.GetAddressBytes();
        Array.Reverse(octets);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? string.Join('.', octets)
            : string.Join('.', octets.Select(octet => string.Create(CultureInfo.InvariantCulture, $"{octet & 15:x}.{octet >> 4:x}")));
    }
}
