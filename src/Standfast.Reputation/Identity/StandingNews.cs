namespace Standfast.Reputation.Identity;

/// <summary>Our standing in the world has changed.</summary>
/// <param name="IsOver">What was told before is no more.</param>
/// <param name="FindingId">The help topic.</param>
/// <param name="Counterparty">The list, or "dns".</param>
/// <param name="Cause">As in data/replies: blocklist, ptr-missing, dynamic-ip or dns.</param>
/// <param name="Scope">What it is about, such as "address=192.0.2.1".</param>
/// <param name="Text">One sentence.</param>
/// <param name="NextStep">What the owner can do.</param>
public sealed record StandingNews(DateTimeOffset At, NewsLevel Level, bool IsOver, string FindingId, string Counterparty, string Cause, string Scope, string Text, string NextStep)
{
    /// <summary>What the counterparty answered, in its own words, and where others can see it; "" where <see cref="Text"/> says it all.</summary>
    public string Evidence { get; init; } = "";
}
