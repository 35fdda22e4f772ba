using System.Buffers.Binary;
using System.Net;
using Standfast.Mail;
using Standfast.Reputation.Blocklists;

namespace Standfast.Policy.Inbound;

/// <summary>A list of addresses in the DNS (RFC 5782), and the answers of it that count.</summary>
/// <param name="First">Of the answers that mean "listed".</param>
public sealed record DnsblZone(DomainName Name, IPAddress First, IPAddress Last)
{
    /// <summary>RFC 5782 §2.1: 127.0.0.2 is what a list says that says no more.</summary>
    private static readonly (IPAddress First, IPAddress Last) s_usual = (IPAddress.Parse("127.0.0.2"), IPAddress.Parse("127.0.0.255"));

    /// <param name="text">ZONE, or ZONE=FIRST-LAST such as zen.example=127.0.0.2-127.0.0.9 for a list whose other answers mean something else.</param>
    public static bool TryParse(string text, out DnsblZone zone)
    {
        zone = new DnsblZone(DomainName.Parse("invalid.invalid"), s_usual.First, s_usual.Last);
        var parts = text.Split('=');
        if (parts.Length > 2 || !DomainName.TryParse(parts[0], out var name)) return false;
        zone = zone with { Name = name };
        if (parts.Length == 1) return true;
        if (parts[1].Split('-') is not { Length: 1 or 2 } ends || !IPAddress.TryParse(ends[0], out var first) || !IPAddress.TryParse(ends[^1], out var last) || !ListAnswer.IsLoopback(first) || !ListAnswer.IsLoopback(last) || Number(first) > Number(last)) return false;
        zone = zone with { First = first, Last = last };
        return true;
    }

    public bool Lists(IPAddress answer) => ListAnswer.IsLoopback(answer) && !ListAnswer.IsError(answer) && Number(answer) >= Number(First) && Number(answer) <= Number(Last);

    private static uint Number(IPAddress address) => BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());
}
