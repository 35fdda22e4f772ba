using System.Collections.Immutable;
using System.Net;
using Standfast.Mail;

namespace Standfast.Accounts;

/// <summary>What a credential may be used for, so that a stolen one is worth little. It only ever narrows what the account may do.</summary>
public sealed record CredentialScope
{
    /// <summary>Of each list; ours.</summary>
    public const int MaxEntries = 100;

    /// <summary>All that the account may do, from anywhere, for good.</summary>
    public static CredentialScope Unlimited { get; } = new();

    /// <summary>Domains that envelope sender and From may be of, themselves and not those below them; empty allows all of the account.</summary>
    public ImmutableArray<DomainName> FromDomains { get; init; } = [];

    /// <summary>Networks that it may be used from; empty allows all.</summary>
    public ImmutableArray<IPNetwork> Networks { get; init; } = [];

    /// <summary>From then on it is refused; null never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Recipients in an hour, 1 to 1,000,000; null sets no limit of its own.</summary>
    public int? RatePerHour { get; init; }

    public bool AllowsFrom(DomainName domain) => FromDomains.IsEmpty || FromDomains.Contains(domain);

    /// <param name="client">Null where it is not known: then no list of networks allows it.</param>
    public bool AllowsClient(IPAddress? client)
    {
        if (Networks.IsEmpty) return true;
        if (client is null) return false;
        if (client.IsIPv4MappedToIPv6) client = client.MapToIPv4();
        foreach (var network in Networks)
            if (network.Contains(client))
                return true;
        return false;
    }

    public bool HasExpired(DateTimeOffset now) => ExpiresAt <= now;

    public bool Equals(CredentialScope? other) =>
        other is not null && ExpiresAt == other.ExpiresAt && RatePerHour == other.RatePerHour && FromDomains.SequenceEqual(other.FromDomains) && Networks.SequenceEqual(other.Networks);

    public override int GetHashCode() => HashCode.Combine(ExpiresAt, RatePerHour, FromDomains.Length, Networks.Length);
}
