namespace Standfast.Api;

public sealed record CredentialRequest(string Account, string? Description = null)
{
    /// <summary>smtp, which is what it is where nothing is said, or api.</summary>
    public string? Kind { get; init; }

    /// <summary>Domains of the account that it may send as, each itself and not those below it; none given allows all.</summary>
    public IReadOnlyList<string>? FromDomains { get; init; }

    /// <summary>Addresses and networks, such as 192.0.2.7 or 2001:db8::/32, that it may be used from; none given allows all.</summary>
    public IReadOnlyList<string>? FromAddresses { get; init; }

    /// <summary>A duration from now, such as 12h or 90d, or a time as of RFC 3339; null never.</summary>
    public string? Expires { get; init; }

    /// <summary>Recipients in an hour, 1 to 1,000,000.</summary>
    public int? RatePerHour { get; init; }
}

/// <param name="Secret">Only in the answer to its creation.</param>
public sealed record CredentialResponse(string UserName, string Account, string? Description, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt, string? Secret)
{
    /// <summary>smtp or api.</summary>
    public required string Kind { get; init; }

    /// <summary>live, expired or revoked.</summary>
    public required string State { get; init; }

    public required IReadOnlyList<string> FromDomains { get; init; }

    public required IReadOnlyList<string> FromAddresses { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public int? RatePerHour { get; init; }
}
