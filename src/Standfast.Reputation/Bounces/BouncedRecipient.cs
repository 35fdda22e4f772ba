using Standfast.Mail;

namespace Standfast.Reputation.Bounces;

/// <summary>One recipient of a report. All of it is what a stranger wrote: nothing here proves that the mail was ours.</summary>
/// <param name="Address">Where it was to go in the end, as written, at most 320 characters; "" where the report does not say.</param>
/// <param name="Status">Null where the report has none, or none that says anything (x.0.0 gives way to one in the diagnostic text).</param>
/// <param name="Diagnostic">What the remote side said, as one line of at most 2,000 characters; "" where nothing is told.</param>
/// <param name="RemoteMta">Host that said it, in lower case; null where it is not told.</param>
public sealed record BouncedRecipient(string Address, BounceAction Action, EnhancedStatusCode? Status, string Diagnostic, string? RemoteMta)
{
    /// <summary>The address that the mail was sent to, where it was forwarded since (RFC 3464 §2.3.1); null where it is not told.</summary>
    public string? OriginalAddress { get; init; }

    /// <summary>What the report's text for people says of this recipient, as one line of at most 2,000 characters; "" where it says nothing of this one.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>All of the text for people that may be about this recipient, bounded as above.</summary>
    public string Notice { get; init; } = "";
}
