using System.Net;
using System.Net.Sockets;
using Standfast.Mail;

namespace Standfast.Delivery.Egress;

/// <summary>From where, and under which name, mail leaves: one identity, with at most one address of each family.</summary>
/// <param name="HeloName">In EHLO; null for the server's name.</param>
public sealed record EgressSource(string Name, IPAddress? V4, IPAddress? V6, DomainName? HeloName)
{
    /// <summary>New to the world: what it sends is capped by day and provider until it is known.</summary>
    public bool IsWarming { get; init; }

    /// <summary>No address is set: the system chooses.</summary>
    public static EgressSource System { get; } = new("system", null, null, null);

    public bool IsSystem => V4 is null && V6 is null;

    /// <summary>False where the source has addresses, and none of the family: an address of the system's choice would be a cold one.</summary>
    public bool Reaches(AddressFamily family) => IsSystem || AddressFor(family) is not null;

    public IPAddress? AddressFor(AddressFamily family) => family switch
    {
        AddressFamily.InterNetwork => V4,
        AddressFamily.InterNetworkV6 => V6,
        _ => null,
    };
}
