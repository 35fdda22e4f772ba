using System.Collections.Immutable;

namespace Standfast.Reputation.Bounces;

/// <summary>What a bounce, or another delivery status notification, says.</summary>
/// <param name="Recipients">At least one, at most <see cref="BounceReader.MaxRecipients"/>.</param>
/// <param name="IsStandard">It has the form of RFC 3464; else it was read from text for people.</param>
public sealed record BounceReport(ImmutableArray<BouncedRecipient> Recipients, bool IsStandard)
{
    /// <summary>Host that reports, in lower case; null where it is not told.</summary>
    public string? ReportingMta { get; init; }

    /// <summary>What the sender gave as ENVID (RFC 3461 §4.4), as written.</summary>
    public string? EnvelopeId { get; init; }

    /// <summary>Message-ID of the returned message, without angle brackets.</summary>
    public string? MessageId { get; init; }

    /// <summary>From field of the returned message, its address only.</summary>
    public string? OriginalFrom { get; init; }
}
