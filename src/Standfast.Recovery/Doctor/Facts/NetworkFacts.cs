using System.Net;
using Standfast.Reputation.Identity;

namespace Standfast.Recovery.Doctor.Facts;

/// <summary>How the machine is connected.</summary>
/// <param name="Own">Public addresses that mail is seen to come from, with their EHLO names.</param>
/// <param name="Local">Addresses of the machine's interfaces, without those of loopback.</param>
public sealed record NetworkFacts(IReadOnlyList<SourceIdentity> Own, IReadOnlyList<IPAddress> Local)
{
    /// <summary>Ports of TCP that something listens at.</summary>
    public IReadOnlyList<ListeningSocket>? Listening { get; init; }

    /// <summary>Name servers that are asked.</summary>
    public IReadOnlyList<IPAddress> Resolvers { get; init; } = [];

    /// <summary>Time of one question to them; null where it was not tried.</summary>
    public TimeSpan? DnsLatency { get; init; }

    /// <summary>Why they gave no answer; null where they did.</summary>
    public string? DnsFailure { get; init; }

    /// <summary>Attempts to speak with large receivers at delivery.port; null where none could be tried.</summary>
    public IReadOnlyList<PortProbe>? Probes { get; init; }

    public bool? HasDefaultRoute { get; init; }

    /// <summary>Smallest MTU of an interface that is up, in octets; null where it could not be read.</summary>
    public int? SmallestMtu { get; init; }
}
