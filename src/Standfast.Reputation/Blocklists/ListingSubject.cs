using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Standfast.Mail;

namespace Standfast.Reputation.Blocklists;

/// <summary>An address or a domain of ours.</summary>
public sealed record ListingSubject
{
    private ListingSubject(IPAddress? address, DomainName? domain) => (Address, Domain) = (address, domain);

    public IPAddress? Address { get; }

    public DomainName? Domain { get; }

    public ListingSubjects Kind => Address is null ? ListingSubjects.Domain : Address.AddressFamily == AddressFamily.InterNetwork ? ListingSubjects.Ip4 : ListingSubjects.Ip6;

    /// <summary>What comes before the zone.</summary>
    public string Question => Address is null ? Domain!.Value : ListQuestion.Reversed(Address);

    public static ListingSubject Of(IPAddress address) => new(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, null);

    public static ListingSubject Of(DomainName domain) => new(null, domain);

    public static bool TryParse(string text, [NotNullWhen(true)] out ListingSubject? subject)
    {
        subject = IPAddress.TryParse(text, out var address) ? Of(address) : DomainName.TryParse(text, out var domain) ? Of(domain) : null;
        return subject is not null;
    }

    public override string ToString() => Address?.ToString() ?? Domain!.Value;
}
