namespace Standfast.Reputation.Blocklists;

/// <summary>A zone that is no list any more, or never was an honest one. It is never asked.</summary>
/// <param name="Since">As far as it is known.</param>
/// <param name="Answers">What is seen there: empty, everything, garbage, unreliable, refused, redirected or timeout.</param>
public sealed record ClosedZone(string Zone, string Reason, string Since, string Answers);
