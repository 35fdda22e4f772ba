using System.Net;
using Standfast.Mail;

namespace Standfast.Reception;

public sealed class ReceptionOptions
{
    /// <summary>Our name in Received fields and Message-IDs.</summary>
    public required string Hostname { get; init; }

    /// <summary>Hops after which a message is taken to loop (RFC 5321 §6.3 asks for at least 100 as a count that is safe; ours: 50, as Postfix).</summary>
    public int MaxReceivedFields { get; init; } = 50;

    /// <summary>Clients that may submit for <see cref="TrustedAccount"/> without AUTH. Default none.</summary>
    public IReadOnlyList<IPNetwork> TrustedNetworks { get; init; } = [];

    public AccountId TrustedAccount { get; init; } = AccountId.Default;

    /// <summary>Stream of such clients' mail that does not say or show its own.</summary>
    public StreamName TrustedStream { get; init; } = StreamName.Transactional;
}
