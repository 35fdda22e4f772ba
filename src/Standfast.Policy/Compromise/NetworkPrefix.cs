using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Standfast.Policy.Compromise;

/// <summary>
/// The network that a client connects from: /24 of IPv4 and /48 of IPv6, the smallest that are routed and so as a rule in one hand. No
/// address is exempt, the loopback ones neither.
/// </summary>
public readonly record struct NetworkPrefix(ulong Key)
{
    private const int Version6 = 1;

    /// <returns>Null where there is no address.</returns>
    public static NetworkPrefix? Of(IPAddress? address)
    {
        if (address is null) return null;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        Span<byte> octets = stackalloc byte[16];
        octets.Clear();
        if (!address.TryWriteBytes(octets, out _)) return null;
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? new NetworkPrefix(BinaryPrimitives.ReadUInt64BigEndian(octets) >> 16 << 1 | Version6)
            : new NetworkPrefix((ulong)(BinaryPrimitives.ReadUInt32BigEndian(octets) >> 8) << 1);
    }

    public override string ToString()
    {
        var bits = Key >> 1;
        return (Key & Version6) == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{bits >> 16}.{(bits >> 8) & 255}.{bits & 255}.0/24")
            : string.Create(CultureInfo.InvariantCulture, $"{bits >> 32:x}:{(bits >> 16) & 0xFFFF:x}:{bits & 0xFFFF:x}::/48");
    }
}
