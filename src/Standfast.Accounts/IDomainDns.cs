using Standfast.Mail;

namespace Standfast.Accounts;

/// <summary>The records an owner publishes for a domain, and whether the world sees them.</summary>
public interface IDomainDns
{
    /// <param name="lookUp">False only lists what to publish; true also asks the DNS.</param>
    Task<IReadOnlyList<DomainRecord>> DescribeAsync(SenderDomain domain, bool lookUp, CancellationToken cancellationToken);
}

/// <param name="Name">Fully qualified, without a trailing dot.</param>
/// <param name="Type">TXT, MX, A.</param>
/// <param name="Value">Exactly what to publish.</param>
/// <param name="Purpose">One sentence: what the record does, and what goes wrong without it.</param>
/// <param name="Found">What the DNS answered; null when not asked or no such record.</param>
/// <param name="IsPublished">Null when not asked or the DNS gave no usable answer.</param>
public sealed record DomainRecord(string Name, string Type, string Value, string Purpose, string? Found, bool? IsPublished);

/// <summary>Makes signing keys for domains.</summary>
public interface IDomainKeys
{
    /// <summary>Makes an RSA-2048 key, durable before the task ends, and returns its selector. Keeps an existing key.</summary>
    Task<string> CreateAsync(DomainName domain, CancellationToken cancellationToken);

    /// <summary>The value of the TXT record at SELECTOR._domainkey.DOMAIN (RFC 6376 §3.6.1); null when there is no key.</summary>
    string? PublicRecord(DomainName domain, string selector);
}
