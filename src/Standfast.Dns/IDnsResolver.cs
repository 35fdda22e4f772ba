using System.Net;
using Standfast.Mail;

namespace Standfast.Dns;

/// <summary>Looks names up. May be called concurrently; never throws for what a name server says or fails to say.</summary>
public interface IDnsResolver
{
    Task<DnsAnswer<MxRecord>> ResolveMxAsync(DomainName name, CancellationToken cancellationToken);

    /// <summary>A and AAAA together, IPv4 first.</summary>
    Task<DnsAnswer<IPAddress>> ResolveAddressesAsync(DomainName name, CancellationToken cancellationToken);

    /// <summary>A alone, for lists in the DNS: they have no others (RFC 5782 §2.1), and their operators count questions.</summary>
    Task<DnsAnswer<IPAddress>> ResolveIp4Async(DomainName name, CancellationToken cancellationToken) => ResolveAddressesAsync(name, cancellationToken);

    /// <summary>Each record with its strings joined (RFC 7208 §3.3).</summary>
    Task<DnsAnswer<string>> ResolveTxtAsync(DomainName name, CancellationToken cancellationToken);

    /// <summary>Names of an address (PTR, RFC 1035 §3.5, RFC 3596 §2.5), without the last dot, as they stand there: they need not be domain names.</summary>
    Task<DnsAnswer<string>> ResolvePtrAsync(IPAddress address, CancellationToken cancellationToken) => Task.FromResult<DnsAnswer<string>>(new DnsAnswer<string>.Failed("this resolver knows no names of addresses"));
}

/// <param name="Exchange">Null for the null MX, "." (RFC 7505).</param>
public sealed record MxRecord(int Preference, DomainName? Exchange);

/// <summary>What the DNS said: records, none of that type, no such name, or no usable answer (which is temporary).</summary>
public abstract record DnsAnswer<T>
{
    private DnsAnswer() { }

    /// <param name="Records">At least one.</param>
    public sealed record Found(IReadOnlyList<T> Records) : DnsAnswer<T>;

    /// <summary>The name exists and has no such record.</summary>
    public sealed record NoData : DnsAnswer<T>;

    /// <summary>NXDOMAIN.</summary>
    public sealed record NoSuchName : DnsAnswer<T>;

    /// <summary>SERVFAIL, timeout, refused, malformed. Never a reason to bounce.</summary>
    public sealed record Failed(string Reason) : DnsAnswer<T>;
}
