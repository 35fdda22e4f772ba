using System.Collections.Immutable;
using Standfast.Mail;

namespace Standfast.Accounts;

/// <summary>A domain that an account owns: it may appear in From, is signed, and may be local (we accept mail for it).</summary>
public sealed record SenderDomain(DomainName Name, AccountId Account, DateTimeOffset CreatedAt)
{
    /// <summary>When DNS last proved the domain; null while unproven.</summary>
    public DateTimeOffset? VerifiedAt { get; init; }

    /// <summary>The DKIM selector under which outgoing mail is signed; null sends unsigned.</summary>
    public string? DkimSelector { get; init; }

    public LocalDelivery Local { get; init; } = LocalDelivery.None;

    /// <summary>Local parts that exist, lower case; empty means every local part does. postmaster and abuse always exist (RFC 2142).</summary>
    public ImmutableArray<string> Mailboxes { get; init; } = [];
}

/// <summary>Where mail for a local domain ends.</summary>
public abstract record LocalDelivery
{
    private LocalDelivery() { }

    public static LocalDelivery None { get; } = new NotLocal();

    /// <summary>The domain's mail goes to its MX like any other.</summary>
    public sealed record NotLocal : LocalDelivery;

    /// <summary>DATA/maildir/DOMAIN/LOCALPART/.</summary>
    public sealed record Maildir : LocalDelivery;

    /// <summary>An LMTP server (RFC 2033) at "host:port" or "unix:/path".</summary>
    public sealed record Lmtp(string Endpoint) : LocalDelivery;
}
