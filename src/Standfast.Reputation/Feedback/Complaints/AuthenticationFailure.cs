namespace Standfast.Reputation.Feedback.Complaints;

/// <summary>What a report of failed authentication adds (RFC 6591 §3, RFC 7489 §7.3). Null for what it does not say.</summary>
public sealed record AuthenticationFailure
{
    /// <summary>adsp, bodyhash, revoked, signature, spf or dmarc; "" where it is not said.</summary>
    public required string Kind { get; init; }

    /// <summary>delivered, spam, policy, reject or other.</summary>
    public string? DeliveryResult { get; init; }

    public string? IdentityAlignment { get; init; }

    public string? DkimDomain { get; init; }

    public string? DkimIdentity { get; init; }

    public string? DkimSelector { get; init; }

    /// <summary>The record that was found.</summary>
    public string? DkimSelectorDns { get; init; }

    public string? DkimAdspDns { get; init; }

    public string? DkimCanonicalizedHeader { get; init; }

    public string? DkimCanonicalizedBody { get; init; }

    public string? SpfDns { get; init; }
}
