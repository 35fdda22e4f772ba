using Standfast.Reputation.Blocklists;

namespace Standfast.Reputation.Identity;

/// <summary>What one list said of one subject at the last check.</summary>
public sealed record ListingCheck(Blocklist List, ListingSubject Subject, DateTimeOffset At, ListVerdict Verdict);
